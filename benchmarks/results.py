"""Accuracy on data sets whose categories were never trained on: what `docs/results.md` reports.

    python -m benchmarks.results [--pairs N]     (make results)

Runs `gp` and, where weights are there, `vrp` over every set of ../shared/data/eval (or --data), the same pairs for all,
and writes the figures to docs/results/ as they are printed.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from vrp_core.loading import default_method

_EVAL = Path("../shared/data/eval")
_OUT = Path("docs/results")


def run(name: str, arguments: list[str]) -> None:
    """One `evaluate` command, shown, and kept with what it printed."""
    command = ["-m", "vrp_core", "evaluate", *arguments, "--json", str(_OUT / f"{name}.json")]
    shown = f"$ python {' '.join(command)}"
    print(shown, flush=True)
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    print(done.stdout, flush=True)
    (_OUT / f"{name}.txt").write_text(f"{shown}\n{done.stdout}", encoding="utf-8")


def main() -> None:
    """Run everything that the results page reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=_EVAL)
    parser.add_argument("--pairs", type=int, default=200)
    args = parser.parse_args()
    sets = sorted(str(path.parent) for path in args.data.glob("*/masks"))
    if not sets:
        sys.exit(f"There are no data sets in {args.data}: name a folder of sets with --data.")
    _OUT.mkdir(parents=True, exist_ok=True)
    common = [*sets, "--pairs", str(args.pairs)]
    if default_method() == "vrp":
        run("vrp", [*common, "--methods", "vrp", "--absent"])
        run("vrp-marks", [*common, "--methods", "vrp", "--kinds", "box,scribble,point"])
        run("vrp-sharpened-click", [*common, "--methods", "vrp", "--kinds", "point", "--sharpen"])
    run("gp", [*common, "--methods", "gp-points,gp-box,gp-both"])
    _summarise()


def _summarise() -> None:
    """Mean mIoU over the sets for each method and kind of mark."""
    totals: dict[tuple[str, str], list[float]] = {}
    for path in sorted(_OUT.glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8"))["rows"]:
            totals.setdefault((row["method"], row["setting"]), []).append(row["report"]["miou"]["value"])
    lines = [f"{m:10} {s:18} {sum(v) / len(v):5.1f} over {len(v)} sets" for (m, s), v in totals.items()]
    (_OUT / "mean.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
