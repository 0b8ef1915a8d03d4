"""Paths, links and commands that the documentation names exist."""

import ast
import builtins
import re
import shlex
from pathlib import Path

import pytest

from vrp_core.cli import project
from vrp_core.cli.main import COMMANDS, main

ROOT = Path(__file__).parent.parent
# Decisions name what was there when they were made.
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "RELEASING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
IN_THE_WHEEL = {"vrp_core/assets"}
_PATH = re.compile(r"`((?:app|vrp_core|assets|tests|benchmarks|docs|release|\.ci)(?:/[\w.-]+)*/?)`")
_LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
_MAKE = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_MODULE = re.compile(r"python -m (benchmarks\.\w+)")
_COMMAND = re.compile(r"(?:^|`)(?:vrp-annotator|torchrun [^`\n]*-m vrp_core) ((?:\\\n|[^`\n#])+)", re.MULTILINE)
ROOMS = sorted(
    {
        path.parent.relative_to(ROOT).as_posix()
        for part in ("app", "vrp_core")
        for path in (ROOT / part).rglob("*.py")
        if path.name != "__init__.py" and path.parent != ROOT / "vrp_core"
    }
)
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


@pages
def test_paths_in_code_style_exist(page: Path) -> None:
    named = set(_PATH.findall(page.read_text(encoding="utf-8")))
    assert [path for path in sorted(named - IN_THE_WHEEL) if not (ROOT / path).exists()] == []


@pages
def test_links_lead_to_files(page: Path) -> None:
    named = set(_LINK.findall(page.read_text(encoding="utf-8")))
    assert [link for link in sorted(named) if not (page.parent / link).exists()] == []


@pages
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(_MAKE.findall(page.read_text(encoding="utf-8"))) <= targets


@pages
def test_benchmark_modules_exist(page: Path) -> None:
    named = set(_MODULE.findall(page.read_text(encoding="utf-8")))
    assert [name for name in sorted(named) if not (ROOT / f"{name.replace('.', '/')}.py").is_file()] == []


@pages
def test_commands_and_their_options_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unknown = []
    for line in _COMMAND.findall(page.read_text(encoding="utf-8")):
        words = shlex.split(line.replace("\\\n", " "))
        if not words or words[0].startswith(("~", "-")):  # the window, on a folder or not, or an option
            continue
        assert words[0] in COMMANDS, line
        options = {word for word in words if word.startswith("--")}
        help_text = _help(words, capsys)
        unknown += [f"{line}: {option}" for option in sorted(options) if option not in help_text]
    assert unknown == []


def test_the_first_page_names_every_action_of_a_project() -> None:
    (row,) = (line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if "project ...`" in line)
    assert set(re.findall(r"[a-z-]+", row.split("|")[2])) == set(project.ACTIONS)


def test_site_navigation_has_every_page() -> None:
    docs = ROOT / "docs"
    pages = [path.relative_to(docs).as_posix() for path in (*docs.glob("*.md"), *docs.glob("adr/*.md"))]
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    assert [page for page in sorted(pages) if navigation.count(f" {page}\n") != 1] == []


def test_the_first_page_leads_to_every_other() -> None:
    first = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"index.md"}
    assert pages - set(_LINK.findall(first)) == set()


@pages
def test_names_in_python_examples_are_imported_or_made_there(page: Path) -> None:
    unknown: set[str] = set()
    for example in _PYTHON.findall(page.read_text(encoding="utf-8")):
        names = [node for node in ast.walk(ast.parse(example)) if isinstance(node, ast.Name)]
        imported = {
            (alias.asname or alias.name).partition(".")[0]
            for node in ast.walk(ast.parse(example))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        made = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        unknown |= {node.id for node in names} - imported - made - set(dir(builtins))
    assert unknown == set()


@pytest.mark.parametrize("room", ROOMS)
def test_architecture_table_names_every_room(room: str) -> None:
    assert f"| `{room}` |" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def _help(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What `--help` prints for a command and, where it has actions, for the action."""
    command, rest = words[0], words[1:]
    capsys.readouterr()
    assert main([command, "--help"]) == 0
    printed = capsys.readouterr().out
    if "ACTION" not in printed or not rest or rest[0] == "...":
        return printed
    # `models fetch ID`, but `project annotate PROJECT`: the action may stand behind the project.
    if rest[0].startswith("-"):  # an action is not needed
        return printed
    actions = [word for word in rest[:2] if re.search(rf"^ +{re.escape(word)}\b", printed, re.MULTILINE)]
    assert actions, f"{command} has no action in {rest}"
    assert main([command, actions[0], "--help"]) == 0
    return printed + capsys.readouterr().out
