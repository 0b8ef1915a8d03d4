"""Measures accuracy on data sets whose categories were never trained on, for `docs/results.md`.

    python -m benchmarks.results [--pairs N]     (make results)

Runs `gp` and, if weights are installed, `vrp` and raw evidence over every set of ../shared/data/eval (or --data) on the
same pairs, and writes the figures to docs/results/ as they are printed; tables.md there puts them side by side.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vrp_core.domain.files import write_file
from vrp_core.inference.engine import default_method

_EVAL = Path("../shared/data/eval")
_OUT = Path("docs/results")
_RUNS = ("vrp", "vrp-marks", "vrp-sharpened-click", "vrp-five-references", "gp", "raw")


def run(name: str, arguments: list[str], program: Sequence[str] = ("vrp_core", "evaluate")) -> None:
    """Run one command, print it, and store its output."""
    command = ["-m", *program, *arguments, "--json", str(_OUT / f"{name}.json")]
    shown = f"$ python {' '.join(command)}"
    print(shown, flush=True)
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    print(done.stdout, flush=True)
    write_file(_OUT / f"{name}.txt", f"{shown}\n{done.stdout}".encode())


def main() -> None:
    """Run all measurements of the results page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=_EVAL)
    parser.add_argument("--pairs", type=int, default=200)
    args = parser.parse_args()
    sets = sorted(str(path.parent) for path in args.data.glob("*/masks"))
    if not sets:
        sys.exit(f"There are no data sets in {args.data}: name a folder of sets with --data.")
    common = [*sets, "--pairs", str(args.pairs)]
    if default_method() == "vrp":
        run("vrp", [*common, "--methods", "vrp", "--absent"])
        run("vrp-marks", [*common, "--methods", "vrp", "--kinds", "box,scribble,point"])
        run("vrp-sharpened-click", [*common, "--methods", "vrp", "--kinds", "point", "--sharpen"])
        run("vrp-five-references", [*common, "--methods", "vrp", "--references", "5"])
        run("raw", common, ["benchmarks.raw_evidence"])
    run("gp", [*common, "--methods", "gp-points,gp-box,gp-both"])
    tables = f"{_miou_table()}\n{_details_table()}"
    write_file(_OUT / "tables.md", tables.encode())
    print(tables)


def _rows(names: Sequence[str]) -> list[dict[str, Any]]:
    """The results of the runs with these names."""
    files = [_OUT / f"{name}.json" for name in names]
    return [row for file in files if file.is_file() for row in json.loads(file.read_text(encoding="utf-8"))["rows"]]


def _miou_table() -> str:
    """mIoU of each set by method and prompt kind, and the mean over the sets."""
    figures: dict[str, dict[str, float]] = {}
    for row in _rows(_RUNS):
        column = f"{row['method']} {row['setting']}"
        figures.setdefault(column, {})[row["data"]] = row["report"]["miou"]["value"]
    sets = sorted({name for column in figures.values() for name in column})
    lines = [f"| data set | {' | '.join(figures)} |", "|---" * (len(figures) + 1) + "|"]
    lines += [f"| {name} | {' | '.join(f'{column[name]:.1f}' for column in figures.values())} |" for name in sets]
    means = (f"**{sum(column.values()) / len(column):.1f}**" for column in figures.values())
    return "\n".join([*lines, f"| **mean** | {' | '.join(means)} |", ""])


def _details_table() -> str:
    """The other figures of the main run."""
    heads = ("data set", "95 %", "mIoU 512", "FB-IoU", "rank", "left empty", "lost", "ROC")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for row in _rows(["vrp"]):
        report, absence = row["report"], row["absence"]
        miou = report["miou"]
        cells = [row["data"], f"{miou['low']:.1f} to {miou['high']:.1f}", f"{report['miou_512']['value']:.1f}"]
        cells += [f"{report['fb_iou']['value']:.1f}", f"{report['spearman']['value']:.2f}"]
        if absence is None:  # a set of one category has no targets without the object
            cells += ["", "", ""]
        else:
            cells += [f"{absence[name]['value']:.0%}" for name in ("left_empty", "present_lost")]
            cells.append(f"{absence['roc_area']['value']:.2f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
