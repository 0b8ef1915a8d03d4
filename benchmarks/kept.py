"""Compares the results of a benchmark with those of a stored run: `--compare FILE`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_NOTABLE = 0.1  # smaller changes are within the variation between runs


def flatten(result: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Every number of a nested result, by its path: `busy 1 / first pass over bare encoders`."""
    flat: dict[str, float] = {}
    for name, value in result.items():
        path = f"{prefix} / {name}" if prefix else name
        if isinstance(value, Mapping):
            flat |= flatten(value, path)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            flat[path] = float(value)
    return flat


def compare(now: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """A line for each number of both runs: earlier, current, change; `*` marks a change of a tenth or more."""
    before, after = flatten(kept), flatten(now)
    shared = [name for name in after if name in before]
    width = max((len(name) for name in shared), default=0)
    lines = []
    for name in shared:
        change = after[name] / before[name] - 1 if before[name] else 0.0
        mark = "*" if abs(change) >= _NOTABLE else " "
        lines.append(f"{mark} {name:{width}} {before[name]:10.3f} {after[name]:10.3f} {change:+8.1%}")
    return lines


def print_comparison(now: Mapping[str, Any], file: Path) -> None:
    """Print the changes since a stored run."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    print(f"\nthen ({file}), now, change")
    print("\n".join(compare(now, kept)))
