"""`evaluate`: compares methods on the same pairs of a data set; prints a table, writes JSON and pictures."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from vrp_core.cli.arguments import count_from_1, in_range, reader, share
from vrp_core.cli.terminal import ERR, OUT, count_progress, print_table
from vrp_core.domain.config import KINDS, SegmentConfig
from vrp_core.domain.files import write_file

if TYPE_CHECKING:
    from vrp_core.datasets.samples import SampleSource
    from vrp_core.evaluation.evaluate import Outcome, Provenance, Setting
    from vrp_core.inference.engine import Engine

METHODS = {
    "vrp": SegmentConfig(method="vrp"),
    "gp-points": SegmentConfig(method="gp", gp_prompts="points"),
    "gp-box": SegmentConfig(method="gp", gp_prompts="box"),
    "gp-both": SegmentConfig(method="gp", gp_prompts="both"),
}
_DIGEST = 12  # printed characters of a digest; the JSON has all of it
_EACH = 4  # pairs of each kind in a picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("data", nargs="+", help="data sets, as for training; benchmarks use their test classes")
    parser.add_argument("--images", default="", help="image folder of a COCO JSON")
    parser.add_argument("--fold", type=int, default=0, help="fold of coco20i:ROOT and pascal5i:ROOT, 0 to 3")
    parser.add_argument("--lists", default="", help="folder of a benchmark's lists; default: ROOT/fss_list")
    parser.add_argument("--methods", type=_names(METHODS), default=list(METHODS), help=f"of {', '.join(METHODS)}")
    parser.add_argument(
        "--kinds", type=_names(KINDS), default=["mask"], help=f"annotation kinds, of {', '.join(KINDS)}"
    )
    parser.add_argument("--references", type=_counts, default=[1], help="references per target; several as in 1,5")
    parser.add_argument("--close-ups", type=_counts, default=[1], help="windows a side; several as in 1,2")
    sharpening = parser.add_mutually_exclusive_group()
    sharpening.add_argument("--sharpen", action="store_true", help="sharpen points, scribbles and boxes with SAM first")
    sharpening.add_argument("--sharpen-both", action="store_true", help="evaluate with and without sharpening")
    parser.add_argument("--pairs", type=count_from_1, default=200, help="pairs per data set and setting")
    parser.add_argument("--absent", action="store_true", help="also evaluate as many targets without the object")
    parser.add_argument("--absent-below", type=share, default=SegmentConfig().absent_below)
    parser.add_argument("--calibration", action="store_true", help="also print expected against true IoU by confidence")
    parser.add_argument("--vrp-weights", default="", help="a checkpoint to use instead of the shipped one")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", type=Path, help="write all results to this JSON file")
    parser.add_argument(
        "--pictures",
        type=Path,
        metavar="PNG",
        help="picture of random, best and worst pairs; one file per method, set and setting, named after them",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    from vrp_core.datasets.opening import OpenOptions, open_source

    options = OpenOptions(args.images, args.fold, args.lists, test=True)
    sources = [open_source(data, options) for data in args.data]
    _refuse_problems(sources)
    engines = _engines(args)
    facts = _provenance(engines, sources, args)
    alone = len(engines) * len(sources) * len(_settings(args)) == 1
    rows = []
    for row, source, present, absent in _measured(engines, sources, args):
        rows.append(row)
        if args.pictures:
            path = args.pictures if alone else _own_name(args.pictures, row)
            _draw(path, source, present, absent, facts, row)
    _print(rows, facts, args)
    if args.json:
        content = {"provenance": asdict(facts), "seed": args.seed, "pairs": args.pairs, "rows": rows}
        write_file(args.json, json.dumps(content, indent=1).encode())
    return 0


# --- measuring -----------------------------------------------------------------------------------------------------


def _engines(args: argparse.Namespace) -> dict[str, "Engine"]:
    """Load every method with the same SAM, semantic encoder and cache: those of vrp, if it is one of them."""
    from vrp_core.inference.engine import Engine, load_engine
    from vrp_core.inference.methods import GeometricPrompter
    from vrp_core.inference.segmenter import Segmenter

    lead = "vrp" if "vrp" in args.methods else args.methods[0]
    first = load_engine(replace(METHODS[lead], vrp_weights=args.vrp_weights, device=args.device))
    sam, semantic = first.segmenter.sam, first.segmenter.semantic
    engines = {lead: first}
    for name in args.methods:
        if name != lead:
            prompter = GeometricPrompter(semantic, sam, METHODS[name].gp_prompts)
            engines[name] = Engine(Segmenter(sam, semantic, prompter), first.encoder)
    return {name: engines[name] for name in args.methods}


def _settings(args: argparse.Namespace) -> list["Setting"]:
    """Every combination of close-ups, kind, number of references and sharpening; masks are never sharpened."""
    from vrp_core.evaluation.evaluate import Setting

    chosen = {True} if args.sharpen else {False, True} if args.sharpen_both else {False}
    return [
        Setting(kind, references, sharpened, close_ups=close_ups)
        for close_ups in args.close_ups
        for kind in args.kinds
        for references in args.references
        for sharpened in sorted(chosen if kind != "mask" else {False})
    ]


def _measured(
    engines: dict[str, "Engine"], sources: Sequence["SampleSource"], args: argparse.Namespace
) -> Iterator[tuple[dict[str, Any], "SampleSource", list["Outcome"], list["Outcome"]]]:
    """Evaluate every method on every data set and setting; yields row, data set, present and absent outcomes."""
    from vrp_core.evaluation.evaluate import absence, evaluate, names_of, summarise

    for name, engine in engines.items():
        for source, data in zip(sources, names_of(sources), strict=True):
            for setting in _settings(args):
                common = (source, engine.segmenter, engine.encoder, setting, args.pairs, args.seed)
                with count_progress(f"{name} {data} {setting.name}", args.pairs) as progress:
                    present = evaluate(*common, progress=progress)
                report = asdict(replace(summarise(present, args.seed), outcomes=()))
                row: dict[str, Any] = {"method": name, "data": data, "setting": setting.name, "report": report}
                absent: list[Outcome] = []
                if args.absent:
                    with count_progress(f"{name} {data} {setting.name} absent", args.pairs) as progress:
                        absent = evaluate(*common, absent=True, progress=progress)
                    if not absent:
                        ERR.print(f"{data}: every photo shows the object, so there is nothing absent to evaluate on")
                    judged = absence(present, absent, args.absent_below, args.seed) if absent else None
                    row["absence"] = asdict(judged) if judged else None
                yield row, source, present, absent


def _refuse_problems(sources: Sequence["SampleSource"]) -> None:
    """Open the data sets. A faulty one is refused, as in training: figures on the rest would mislead."""
    from vrp_core.domain.errors import BadFile

    problems = [f"{source.name}: {problem}" for source in sources for problem in source.problems()]
    if problems:
        raise BadFile(Path(sources[0].name), tuple(problems))


def _provenance(
    engines: dict[str, "Engine"], sources: Sequence["SampleSource"], args: argparse.Namespace
) -> "Provenance":
    from vrp_core.evaluation.evaluate import provenance
    from vrp_core.models.checkpoints import shipped_path
    from vrp_core.weights import store

    segmenter = next(iter(engines.values())).segmenter
    files = {"sam": store.path_of(segmenter.sam.weights_id)}
    if "vrp" in engines:
        files = {"vrp": Path(args.vrp_weights) if args.vrp_weights else shipped_path(), **files}
    device = str(segmenter.sam.device)
    return provenance(files, segmenter.semantic.encoder_id, sources, args.seed, args.pairs, device)


# --- showing -------------------------------------------------------------------------------------------------------


def _draw(
    path: Path,
    source: "SampleSource",
    present: list["Outcome"],
    absent: list["Outcome"],
    facts: "Provenance",
    row: dict[str, Any],
) -> None:
    """Random, best and worst pairs, and absent targets on which something was found with most confidence, if any."""
    from vrp_core.evaluation.pictures import choose, least_sure_to_be_empty, picture, save_picture

    groups = choose(present, _EACH, facts.seed)
    if absent:
        groups["absent"] = least_sure_to_be_empty(absent, _EACH)
    what = {name: row[name] for name in ("method", "data", "setting")} | {"provenance": asdict(facts)}
    save_picture(picture(groups, source), path, json.dumps(what))


def _own_name(path: Path, row: dict[str, Any]) -> Path:
    """pairs.png -> pairs-vrp-wbc-point-x5.png"""
    name = "-".join([path.stem, row["method"], row["data"].replace("/", "-"), *row["setting"].split()])
    return path.with_name(f"{name}{path.suffix}")


def _print(rows: list[dict[str, Any]], facts: "Provenance", args: argparse.Namespace) -> None:
    """Print the table, and below it weights, data and settings."""
    print_table(_table(rows, args))
    if args.calibration:
        print_table(_calibration_table(rows))
    for purpose, file in facts.weights.items():
        OUT.print(f"{purpose} weights: {file.file}, sha256 {file.sha256[:_DIGEST]}", soft_wrap=True)
    OUT.print(f"semantic encoder: {facts.semantic}")
    for data in facts.data:
        counts = f"{data.samples} samples on {data.images} images, {data.categories} categories"
        OUT.print(f"data: {data.name}, {counts}", soft_wrap=True)
    versions = f"commit {facts.commit}, torch {facts.torch} on {facts.device}"
    OUT.print(f"{facts.pairs} pairs per data set and setting, seed {facts.seed}, {versions}", soft_wrap=True)


def _table(rows: list[dict[str, Any]], args: argparse.Namespace) -> Table:
    """One row per method, data set and setting; the 95 % interval is below each figure."""
    table = Table("method", "data", "marks", box=None, title="Figures with their 95 % bootstrap intervals over pairs")
    columns = ["mIoU", "mIoU 512", "FB-IoU", "FB-IoU 512", "rank", "calib. error", "IoU error"]
    for heading in columns + (["left empty", "lost", "ROC"] if args.absent else []):
        table.add_column(heading, justify="right")
    for row in rows:
        report = row["report"]
        cells = [_cell(report[name], 1) for name in ("miou", "miou_512", "fb_iou", "fb_iou_512")]
        cells += [_cell(report[name], 2) for name in ("spearman", "calibration_error", "iou_error")]
        if row.get("absence"):
            cells += [_cell(row["absence"][name], 2) for name in ("left_empty", "present_lost", "roc_area")]
        table.add_row(row["method"], row["data"], row["setting"], *cells)
    return table


def _calibration_table(rows: list[dict[str, Any]]) -> Table:
    """One row per tenth of the confidence that occurs."""
    headings = ("method", "data", "marks", "confidence", "IoU >= 0.5", "expected IoU", "true IoU", "pairs")
    table = Table(*headings, box=None, title="Confidence and SAM's expected IoU against what was true")
    for row in rows:
        for tenth in row["report"]["calibration"]:
            figures = [f"{tenth[name]:.2f}" for name in ("confidence", "right", "expected_iou", "iou")]
            table.add_row(row["method"], row["data"], row["setting"], *figures, str(tenth["pairs"]))
    return table


def _cell(interval: dict[str, float], digits: int) -> str:
    low, high = (f"{interval[name]:.{digits}f}" for name in ("low", "high"))
    return f"{interval['value']:.{digits}f}\n{low}..{high}"


# --- reading arguments ---------------------------------------------------------------------------------------------


def _names(known: Any) -> Any:
    """A reader of a comma-separated list of known names, each once."""

    def read(text: str) -> list[str]:
        names = list(dict.fromkeys(text.split(",")))
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there is {', '.join(known)}")
        return names

    return read


@reader("whole numbers of at least 1, with commas between them")
def _counts(text: str) -> list[int]:
    """A comma-separated list of numbers from 1, each once."""
    return list(dict.fromkeys(int(in_range(int(part), 1, float("inf"))) for part in text.split(",")))
