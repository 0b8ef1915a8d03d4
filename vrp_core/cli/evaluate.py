"""`evaluate`: methods side by side on the same pairs of a data set; a table, and JSON with everything behind it."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from vrp_core.cli.terminal import OUT, count_progress
from vrp_core.domain.config import KINDS, SegmentConfig

METHODS = {
    "vrp": SegmentConfig(method="vrp"),
    "gp-points": SegmentConfig(method="gp", gp_prompts="points"),
    "gp-box": SegmentConfig(method="gp", gp_prompts="box"),
    "gp-both": SegmentConfig(method="gp", gp_prompts="both"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("data", nargs="+", help="data sets, as for training")
    parser.add_argument("--methods", default=",".join(METHODS), help=f"of {', '.join(METHODS)}")
    parser.add_argument("--kinds", default="mask", help=f"annotation kinds, of {', '.join(KINDS)}")
    parser.add_argument("--references", type=int, default=1, help="references per target")
    parser.add_argument("--sharpen", action="store_true", help="sharpen points, scribbles and boxes with SAM first")
    parser.add_argument("--pairs", type=int, default=200, help="pairs per data set")
    parser.add_argument("--absent", action="store_true", help="also as many targets without the object")
    parser.add_argument("--absent-below", type=float, default=SegmentConfig().absent_below)
    parser.add_argument("--vrp-weights", default="", help="a checkpoint in place of the shipped one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", type=Path, help="write everything to this file")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    from vrp_core.domain.errors import NotFound
    from vrp_core.evaluate import Setting
    from vrp_core.train_sources import open_source

    unknown = [name for name in args.methods.split(",") if name not in METHODS]
    unknown_kinds = [name for name in args.kinds.split(",") if name not in KINDS]
    if unknown or unknown_kinds:
        raise NotFound("method or kind", ", ".join(unknown + unknown_kinds), (*METHODS, *KINDS))
    sources = [open_source(Path(path)) for path in args.data]
    settings = [Setting(kind, args.references, args.sharpen) for kind in args.kinds.split(",")]
    rows = [row for name in args.methods.split(",") for row in _measure(name, sources, settings, args)]
    OUT.print(_table(rows, args))
    if args.json:
        args.json.parent.mkdir(parents=True, exist_ok=True)
        args.json.write_text(json.dumps({"seed": args.seed, "pairs": args.pairs, "rows": rows}, indent=1), "utf-8")
    return 0


def _measure(name: str, sources: list[Any], settings: list[Any], args: argparse.Namespace) -> list[dict[str, Any]]:
    """One method over every data set and setting."""
    from dataclasses import replace

    from vrp_core.evaluate import absence, evaluate, summarise
    from vrp_core.loading import load_engine

    config = replace(METHODS[name], vrp_weights=args.vrp_weights, device=args.device)
    engine = load_engine(config)
    rows = []
    for source in sources:
        for setting in settings:
            common = (source, engine.segmenter, engine.encoder, setting, args.pairs, args.seed)
            with count_progress(f"{name} {Path(source.name).name} {setting.name}", args.pairs) as progress:
                outcomes = evaluate(*common, progress=progress)
            report = asdict(summarise(outcomes, args.seed)) | {"outcomes": None}
            row = {"method": name, "data": Path(source.name).name, "setting": setting.name, "report": report}
            if args.absent:
                without = evaluate(*common, absent=True)
                row["absence"] = asdict(absence(outcomes, without, args.absent_below)) if without else None
            rows.append(row)
    return rows


def _table(rows: list[dict[str, Any]], args: argparse.Namespace) -> Table:
    weights = args.vrp_weights or "shipped"
    title = f"{args.pairs} pairs per data set, seed {args.seed}, vrp weights: {weights}"
    table = Table("method", "data", "marks", "mIoU", "95 %", "FB-IoU", "rank", title=title, box=None)
    for heading in ("left empty", "lost", "ROC") if args.absent else ():
        table.add_column(heading)
    for row in rows:
        report, miou = row["report"], row["report"]["miou"]
        cells = [row["method"], row["data"], row["setting"], f"{miou['value']:.1f}"]
        cells += [f"{miou['low']:.1f}-{miou['high']:.1f}", f"{report['fb_iou']:.1f}", f"{report['spearman']:.2f}"]
        if row.get("absence"):
            away = row["absence"]
            cells += [f"{away['left_empty']:.0%}", f"{away['present_lost']:.0%}", f"{away['roc_area']:.2f}"]
        table.add_row(*cells)
    return table
