"""Prints, as code for Qt's lupdate, the engine's texts that the window shows.

These are the sentences of errors, of photo files and of exports, and the words and clauses that the code gives to the
errors' values.
"""

import ast
import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from vrp_core.domain import errors
from vrp_core.domain.config import KINDS
from vrp_core.domain.messages import CLAUSES, texts
from vrp_core.exchange import summary
from vrp_core.exchange.formats import FORMATS
from vrp_core.project import file_words

_FIELDS = {kind.__name__: [field.name for field in fields(kind)] for kind in errors.VrpError.__subclasses__()}  # type: ignore[arg-type]


def clauses() -> Iterator[str]:
    """Every constant that becomes a word or clause of an error; the window shows none of the command line's own."""
    for package in ("vrp_core", "app"):
        for file in sorted((ROOT / package).rglob("*.py")):
            if not file.is_relative_to(ROOT / "vrp_core" / "cli"):
                yield from _clauses_of(ast.parse(file.read_text(encoding="utf-8")))


def _clauses_of(tree: ast.Module) -> Iterator[str]:
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = [*zip(_FIELDS.get(name, ()), call.args, strict=False), *((one.arg, one.value) for one in call.keywords)]
        if name in _FIELDS:
            for field, value in given:
                if field in CLAUSES:
                    yield from _constants(named.get(value.id, value) if isinstance(value, ast.Name) else value, named)


def _constants(node: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.Tuple):
        for one in node.elts:
            yield from _constants(one, named)
    elif isinstance(node, ast.IfExp):
        for one in (node.body, node.orelse):
            yield from _constants(named.get(one.id, one) if isinstance(one, ast.Name) else one, named)


if __name__ == "__main__":
    formats = (one.sentence for one in FORMATS.values())
    for text in sorted({*texts(), *clauses(), *KINDS, *file_words.texts(), *summary.texts(), *formats}):
        print(f'QT_TRANSLATE_NOOP("Engine", {json.dumps(text)})')
