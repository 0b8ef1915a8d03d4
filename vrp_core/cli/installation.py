"""Checks the installation without importing its libraries, so that a broken torch or Qt cannot break the check."""

import ctypes.util
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from vrp_core.cli import device_report
from vrp_core.inference.cache_folder import user_cache_folder
from vrp_core.weights import catalogue, store

_PYTHONS = ((3, 10), (3, 13))
_PACKAGES = (
    "torch",
    "torchvision",
    "segment-anything",
    "timm",
    "mobilesam-mirror",
    "efficientnet-lite-pytorch",
    "PySide6",
    "opencv-python",
    "numpy",
    "shapely",
    "pycocotools",
    "pillow",
)
_STANDS_IN = {"opencv-python": "opencv-python-headless"}  # one of them is enough
_QT_LIBRARIES = {  # library -> its Debian package
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-render-util": "libxcb-render-util0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "EGL": "libegl1",
    "GL": "libgl1",
}
_DEVICE_QUESTION = "from vrp_core.cli.device_report import report; print(report())"
_SPARE_BYTES = 2 * 1024**3  # space for weights and some features


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    what: str
    detail: str
    ok: bool = True
    repair: str = ""  # the one line that fixes it


def examine() -> Iterator[Finding]:
    """Run every check, fast ones first."""
    yield _python()
    yield from (_package(name) for name in _PACKAGES)
    yield from _qt_libraries()
    yield _device()
    yield from _weights()
    yield from _disk()


def _python() -> Finding:
    oldest, newest = _PYTHONS
    ok = oldest <= sys.version_info[:2] <= newest
    wanted = f"Python {oldest[0]}.{oldest[1]} to {newest[0]}.{newest[1]}"
    return Finding("python", platform.python_version(), ok, "" if ok else f"install {wanted}")


def _package(name: str) -> Finding:
    for candidate in (name, _STANDS_IN.get(name)):
        if candidate is not None:
            try:
                return Finding(candidate, metadata.version(candidate))
            except metadata.PackageNotFoundError:
                continue
    return Finding(name, "not installed", False, f"pip install {name}")


def _qt_libraries() -> Iterator[Finding]:
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in _QT_LIBRARIES.items() if ctypes.util.find_library(name) is None]
    if missing:
        yield Finding("window libraries", "missing", False, f"sudo apt-get install {' '.join(missing)}")
    else:
        yield Finding("window libraries", "present")


def _device() -> Finding:
    """Check torch in a child process, which a broken torch may crash."""
    if not _package("torch").ok:
        return Finding("device", "unknown without torch", False, "pip install torch")
    if getattr(sys, "frozen", False):  # a bundled program has no interpreter to start
        answer = json.loads(device_report.report())
    else:
        result = subprocess.run([sys.executable, "-c", _DEVICE_QUESTION], capture_output=True, text=True, check=False)
        if result.returncode != 0:
            lines = result.stderr.strip().splitlines()
            reason = lines[-1] if lines else f"exit status {result.returncode}"
            return Finding("device", f"torch does not load: {reason}", False, "pip install --force-reinstall torch")
        answer = json.loads(result.stdout)
    fast = ", fast bfloat16" if answer["bf16"] else ""
    return Finding("device", f"{answer['device']}{fast} (torch {answer['torch']})")


def _weights() -> Iterator[Finding]:
    for row in catalogue.CATALOGUE.values():
        status = store.status(row.id)
        needed = row.id == "mobile_sam" or row.kind == "package"
        repair = "pip install --force-reinstall vrp-annotator"
        if row.kind == "sam":
            repair = f"python -m vrp_core models fetch {row.id}"
        ok = status.present or not needed
        yield Finding(f"weights {row.id}", status.detail, ok, "" if ok else repair)


def _disk() -> Iterator[Finding]:
    folder = store.cache_dir()
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.exists() else 0
    yield Finding("cache", f"{used / 1e9:.1f} GB in {folder}")
    features = user_cache_folder()
    size, limit = (count / 1e9 for count in (features.size_bytes(), features.limit_bytes))
    yield Finding("feature cache", f"{size:.1f} GB of at most {limit:.1f} GB in {features.folder}")
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    ok = free > _SPARE_BYTES
    repair = "" if ok else f"make room on the disk of {existing}, or set {store.CACHE_VARIABLE} to another folder"
    yield Finding("disk", f"{free / 1e9:.1f} GB free", ok, repair)
