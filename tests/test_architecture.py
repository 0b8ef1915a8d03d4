"""The import arrows of docs/architecture.md, as a test."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

_DOMAIN = {"vrp_core.domain"}
_PROJECT = _DOMAIN | {"vrp_core.images", "vrp_core.project"}
_NETWORKS = _DOMAIN | {"vrp_core.models", "vrp_core.weights"}
_INFERENCE = _PROJECT | _NETWORKS | {"vrp_core.inference"}
_DATASETS = _INFERENCE | {"vrp_core.exchange", "vrp_core.datasets"}
_EVALUATION = _DATASETS | {"vrp_core.rendering", "vrp_core.evaluation", "vrp_core.provenance"}

# Folder: what of ours it may import, and which parts of Qt (None: any).
LAYERS: dict[str, tuple[set[str], set[str] | None]] = {
    "vrp_core/domain": (_DOMAIN, set()),
    "vrp_core/images": (_DOMAIN | {"vrp_core.images"}, set()),
    "vrp_core/data": (_DOMAIN | {"vrp_core.images"}, set()),
    "vrp_core/project": (_PROJECT, set()),
    "vrp_core/models": (_DOMAIN | {"vrp_core.models"}, set()),
    "vrp_core/weights": (_NETWORKS, set()),
    "vrp_core/rendering": (_DOMAIN | {"vrp_core.rendering"}, set()),
    "vrp_core/exchange": (_PROJECT | {"vrp_core.exchange"}, set()),
    "vrp_core/inference": (_INFERENCE, set()),
    "vrp_core/datasets": (_DATASETS, set()),
    "vrp_core/evaluation": (_EVALUATION, set()),
    "vrp_core/scale": (_INFERENCE | {"vrp_core.exchange", "vrp_core.scale"}, set()),
    "vrp_core/training": (_EVALUATION | {"vrp_core.training"}, set()),
    "vrp_core/cli": ({"vrp_core"}, set()),
    "vrp_core": ({"vrp_core.cli"}, set()),
    "app/model": ({"app.model", "vrp_core.domain", "vrp_core.project"}, {"QtCore", "QtGui"}),
    "app/services": ({"app.services", "app.model", "vrp_core"}, {"QtCore", "QtGui"}),
    "app/widgets": (
        {
            "app.widgets",
            "app.services",
            "app.model",
            "app.action_spec",
            "app.actions",
            "app.tool_actions",
            "app.keys",
            "app.settings",
            "app.theme",
            "app.translation",
            "vrp_core.domain",
            "vrp_core.project",
        },
        None,
    ),
    "app": ({"app", "vrp_core.cli.main", "vrp_core.domain"}, None),
}
WITHOUT_TORCH = {
    *("vrp_core/domain", "vrp_core/images", "vrp_core/project", "vrp_core/exchange", "vrp_core/rendering"),
    *("app/model", "app/services", "app/widgets", "app"),
}
DOMAIN_NEEDS = {"numpy", "PIL", "shapely", "cv2", "pycocotools", "msgspec", "vrp_core"}
FILES = sorted(path for part in ("vrp_core", "app") for path in (ROOT / part).rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, at any depth of its code."""
    package = path.relative_to(ROOT).parent.parts
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names |= {f"{stem}.{alias.name}" for alias in node.names}
    return names


def layer_of(path: Path) -> str:
    """The most specific folder of `LAYERS` that a file belongs to."""
    name = path.relative_to(ROOT).as_posix()
    return max((layer for layer in LAYERS if name.startswith(f"{layer}/")), key=len)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_downwards(path: Path) -> None:
    layer = layer_of(path)
    allowed, qt = LAYERS[layer]
    for name in imports_of(path):
        top = name.split(".")[0]
        if top in {"app", "vrp_core"}:
            assert name == "vrp_core.__version__" or any(
                name == one or name.startswith(f"{one}.") for one in allowed
            ), f"{layer} imports {name}"
        if top == "PySide6" and qt is not None:
            assert name.split(".")[1] in qt, f"{layer} imports {name}"
        if top in {"torch", "timm", "torchvision"}:
            assert layer not in WITHOUT_TORCH, f"{layer} imports {name}"
        if layer == "vrp_core/domain":
            assert top in DOMAIN_NEEDS | set(sys.stdlib_module_names), f"{layer} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_packages_re_export_nothing(path: Path) -> None:
    """An `__init__` that imports makes every import of a neighbour load what it loads."""
    if path.name == "__init__.py":
        assert {name.split(".")[0] for name in imports_of(path)} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("vrp_core.cli.main", ("torch", "PySide6")),
        ("vrp_core.cli.project", ("torch", "PySide6", "filelock", "psutil")),
        ("vrp_core.cli.installation", ("torch", "PySide6")),
        ("app.application", ("torch", "pydicom", "requests", "tifffile", "yaml", "vrp_core.exchange")),
        ("app.launcher", ("torch", "PySide6")),
        ("vrp_core.inference.propagate", ("PySide6", "app")),
        ("vrp_core.training.trainer", ("PySide6", "app")),
    ],
)
def test_importing_loads_nothing_unexpected(module: str, unwanted: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*(name for name in {unwanted!r} if name in sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


def test_no_file_has_grown_out_of_hand() -> None:
    long = {path.name: count for path in FILES if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}


def test_no_class_does_two_jobs() -> None:
    """A class with more than 20 methods, properties included, is split into the two jobs it does."""
    large = {
        f"{path.name}: {node.name}": count
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and (count := sum(isinstance(one, ast.FunctionDef) for one in node.body)) > 20
    }
    assert large == {}
