"""`demo`: one click on one coin, then finds coins in a folder; writes COCO JSON and a contact sheet, prints times."""

import argparse
import shutil
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from vrp_core.cli.terminal import OUT, count_progress, print_table
from vrp_core.domain.annotations import Prediction
from vrp_core.domain.config import METHODS, SegmentConfig
from vrp_core.domain.errors import BadFile, NothingToDo
from vrp_core.domain.events import TargetDone
from vrp_core.project.project import Project

if TYPE_CHECKING:  # torch is loaded when the demo runs, not when its arguments are read
    from vrp_core.inference.engine import Engine

_COCO, _SHEET = "coco.json", "contact-sheet.png"
_REFERENCE_COLOR = (46, 160, 67)
_FOUND_COLOR = (238, 102, 119)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument(
        "--out", type=Path, default=Path("out"), help="folder for the results; those of an earlier demo are replaced"
    )
    parser.add_argument("--method", choices=METHODS, help="default: vrp if its weights are installed, else gp")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    from vrp_core.inference.engine import default_method, load_engine
    from vrp_core.project import demo
    from vrp_core.weights import store

    started = time.perf_counter()
    store.path_of("mobile_sam")  # nothing is fetched without consent: `models fetch` is the consent
    folder = _cleared(args.out)
    config = SegmentConfig(method=args.method or default_method())
    engine = load_engine(config)
    loaded = time.perf_counter()
    try:
        project = demo.make_project(folder)
    except ImportError as error:
        raise NothingToDo("demo photos", "install them with: pip install 'vrp-annotator[demo]'") from error
    with project:
        _mark(project, engine)
        seconds = _propagate(project, engine, config)
        propagated = time.perf_counter()
        _accept_and_export(project, args.out / _COCO)
        _draw(project, args.out / _SHEET)
        _report(project, seconds)
    total = time.perf_counter() - started
    OUT.print(
        f"\nmethod {config.method}: {total:.1f} s in all ({loaded - started:.1f} s to load the networks,"
        f" {propagated - loaded:.1f} s to mark and propagate)"
    )
    OUT.print(f"{args.out / _COCO}, {args.out / _SHEET}", soft_wrap=True)
    return 0


def _cleared(out: Path) -> Path:
    """The folder of the demo's project in `out`, without what an earlier demo left there.

    Raises:
        BadFile: there is something of those names that no demo made.
    """
    from vrp_core.project import demo

    folder = out / "demo"
    if not (folder / "photos" / demo.REFERENCE).is_file():
        foreign = [name for name in ("demo", _COCO, _SHEET) if (out / name).exists()]
        if foreign:
            problem = f"it holds {', '.join(foreign)}, which no demo made; name another folder with --out"
            raise BadFile(out, (problem,))
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _mark(project: Project, engine: "Engine") -> None:
    """Add one click, sharpened by SAM, as a person would."""
    from vrp_core.domain.masks import encode
    from vrp_core.inference.prompt_refinement import sharpen
    from vrp_core.project import demo

    record = next(image for image in project.images.all() if image.path.endswith(demo.REFERENCE))
    encoded = engine.encoder.encode_photo(project, record)
    mask = sharpen(engine.segmenter.sam, encoded.embedding, [demo.CLICK], record.size)
    project.annotations.add(record.id, project.labels.add(demo.LABEL).id, [demo.CLICK], encode(mask))


def _propagate(project: Project, engine: "Engine", config: SegmentConfig) -> Counter[str]:
    """Run the pass; returns the seconds of each stage, summed over the photos."""
    from vrp_core.inference.pass_inputs import start_pass
    from vrp_core.inference.propagate import run_pass

    seconds: Counter[str] = Counter()
    pass_id = start_pass(project, config)
    with count_progress("propagating", len(project.passes.targets(pass_id))) as progress:
        done = 0
        for event in run_pass(project, pass_id, engine.segmenter, engine.encoder):
            if isinstance(event, TargetDone):
                done += 1
                progress(done)
                seconds.update(event.seconds)
    return seconds


def _accept_and_export(project: Project, path: Path) -> None:
    from vrp_core.exchange.coco import verify_coco, write_coco
    from vrp_core.project.export_set import export_set

    project.review.accept_above(0.0)
    exported = export_set(project).annotation_set
    write_coco(exported, path)
    verify_coco(path, exported)


def _draw(project: Project, path: Path) -> None:
    """A contact sheet of every photo with its prompts and found objects."""
    from vrp_core.domain.masks import decode
    from vrp_core.images.reading import read_image
    from vrp_core.rendering.contact_sheet import Tile, save_sheet

    tiles: list[Tile] = []
    for record in project.images.all():
        marked = [(decode(one.mask), _REFERENCE_COLOR) for one in project.annotations.all(record.id) if one.mask]
        predictions = project.review.predictions(image_id=record.id)
        found = [(decode(one.mask), _FOUND_COLOR) for one in predictions if not one.absent]
        note = "reference: one click" if marked else _note(predictions)
        name = Path(record.path).name
        tile = Tile(read_image(project.images.file_of(record)), tuple(marked + found), name, note)
        tiles.insert(0 if marked else len(tiles), tile)  # the reference comes first
    save_sheet(tiles, path)


def _report(project: Project, seconds: Counter[str]) -> None:
    names = {record.id: Path(record.path).name for record in project.images.all()}
    table = Table("photo", "result", "confidence", box=None)
    for one in sorted(project.review.predictions(), key=lambda one: names[one.image_id]):
        table.add_row(names[one.image_id], "absent" if one.absent else "found", f"{one.scores.confidence:.2f}")
    print_table(table)
    stages = Table("stage", "seconds", "share", box=None)
    total = sum(seconds.values()) or 1.0
    for stage, spent in seconds.items():
        stages.add_row(stage, f"{spent:.2f}", f"{spent / total:.0%}")
    print_table(stages)


def _note(predictions: tuple[Prediction, ...]) -> str:
    if not predictions:
        return "not looked at"
    one = predictions[0]
    return f"{'absent' if one.absent else 'found'}, confidence {one.scores.confidence:.2f}"
