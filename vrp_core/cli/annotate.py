"""`project annotate`: adds annotations from prompt arguments, or many at once from JSON."""

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vrp_core.cli.arguments import reader
from vrp_core.cli.terminal import OUT
from vrp_core.domain.annotations import ImageRecord, Role, label_name
from vrp_core.domain.errors import BadFile, EmptyPrompt, ImageUnreadable, NothingToDo, VrpError
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import Rle, encode
from vrp_core.domain.messages import explain
from vrp_core.domain.prompts import BoxPrompt, MaskPrompt, PointPrompt, Prompt, ScribblePrompt, from_json, rasterise
from vrp_core.exchange.already_there import AlreadyThere
from vrp_core.exchange.json_reading import read_json
from vrp_core.project.imports import NewAnnotation
from vrp_core.project.project import Project


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One annotation to make."""

    image: ImageRecord
    label: str
    prompts: tuple[Prompt, ...]


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("image", nargs="?", type=Path, help="a photo of the project, by its path or name")
    parser.add_argument("--label", help="what the object is")
    parser.add_argument("--point", action="append", type=_point, default=[], metavar="X,Y", help="on the object")
    parser.add_argument("--not-point", action="append", type=_point, default=[], metavar="X,Y", help="not the object")
    parser.add_argument("--scribble", action="append", type=_points, default=[], metavar="X,Y X,Y ...")
    parser.add_argument("--width", type=_width, default=5.0, help="width of the scribbles in pixels")
    parser.add_argument("--box", action="append", type=_box, default=[], metavar="X0,Y0,X1,Y1")
    parser.add_argument("--mask", action="append", type=Path, default=[], metavar="PNG", help="white is the object")
    parser.add_argument(
        "--mask-value", type=mask_value, metavar="N", help="the number, or #rrggbb, of the object in such masks"
    )
    parser.add_argument("--json", type=Path, help='a file: [{"image": ..., "label": ..., "prompts": [...]}, ...]')
    role = parser.add_mutually_exclusive_group()
    role.add_argument("--truth", action="store_true", help="store the correct region for export, not a reference")
    role.add_argument("--negative", action="store_true", help="store a look-alike: similar regions count as background")
    parser.add_argument("--no-sharpen", action="store_true", help="keep the prompts as they are, without SAM")
    parser.add_argument("--sam", default="mobile_sam", help="the SAM model for sharpening")


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    with Project.open(args.project) as project:
        drawn = _from_file(project, args.json) if args.json else [_from_arguments(project, args)]
        for one in drawn:
            rasterise(one.prompts, one.image.size)  # refuse all before any is stored
        masks = _masks(project, drawn, args)
        role = Role.TRUTH if args.truth else Role.NEGATIVE if args.negative else Role.REFERENCE
        new = [
            NewAnnotation(one.image.id, one.label, one.prompts, mask, role)
            for one, mask in zip(drawn, masks, strict=True)
        ]
        fresh = _fresh(project, new, nearly=args.json is not None)
        if fresh:
            project.imports.add(fresh, args.json.name if args.json else "annotate")
        left = set(fresh)
        for one, annotation in zip(drawn, new, strict=True):
            how = "as drawn" if annotation.mask is None else "sharpened by SAM"
            if annotation not in left:  # nor twice in one file
                how = "already there, unchanged"
            left.discard(annotation)
            OUT.print(f"{one.image.path}: {one.label}, {how}", soft_wrap=True)
    return 0


def _fresh(project: Project, new: Sequence[NewAnnotation], nearly: bool) -> list[NewAnnotation]:
    """Those that the project does not have, each once: the same command again adds nothing.

    Args:
        project: to look in.
        new: annotations to add.
        nearly: leave out nearly equal objects of the same label, too, as an import does.
    """
    names = {label.id: label.name for label in project.labels.all()}
    there = {
        NewAnnotation(one.image_id, names[one.label_id], one.prompts, one.mask, one.role)
        for one in project.annotations.all()
    }
    known = AlreadyThere(project) if nearly else None
    once = dict.fromkeys(one for one in new if one not in there)
    return [one for one in once if not (known and known.has(one.image_id, one.label, one.prompts, one.mask))]


def _from_arguments(project: Project, args: argparse.Namespace) -> _Drawn:
    if args.image is None or args.label is None:
        raise NothingToDo("prompts", "give an image with --label and a prompt, or --json")
    image = project.images.find(args.image)
    prompts: list[Prompt] = [PointPrompt(x, y) for x, y in args.point]
    prompts += [PointPrompt(x, y, positive=False) for x, y in args.not_point]
    prompts += [ScribblePrompt(points, args.width) for points in args.scribble]
    prompts += [BoxPrompt(*corners) for corners in args.box]
    prompts += [MaskPrompt(mask_from(path, args.mask_value, image.size)) for path in args.mask]
    if not prompts:
        raise NothingToDo("prompts", "give --point, --scribble, --box or --mask")
    return _Drawn(image, label_name(args.label), tuple(prompts))


def _from_file(project: Project, path: Path) -> list[_Drawn]:
    """The annotations of a JSON file, or one error that names every problem."""
    entries = read_json(path)
    if not isinstance(entries, list):
        raise BadFile(path, ("it holds no list of annotations",))
    drawn, problems = [], []
    for number, entry in enumerate(entries, start=1):
        try:
            drawn.append(_from_entry(project, entry))
        except VrpError as error:
            problems.append(f"annotation {number}: {explain(error)}")
        except (KeyError, TypeError, ValueError) as error:
            problems.append(f"annotation {number}: {type(error).__name__}: {error}")
    if problems:
        raise BadFile(path, tuple(problems))
    return drawn


def _from_entry(project: Project, entry: dict[str, Any]) -> _Drawn:
    image = project.images.find(Path(entry["image"]))
    prompts = tuple(from_json(values) for values in entry["prompts"])
    if not prompts or not entry["label"]:
        raise ValueError("an annotation needs a label and at least one prompt")
    label = label_name(str(entry["label"]))
    label.encode("utf-8")  # an unpaired surrogate cannot be stored as text
    rasterise(prompts, image.size)
    return _Drawn(image, label, prompts)


def _masks(project: Project, drawn: Sequence[_Drawn], args: argparse.Namespace) -> Sequence[Rle | None]:
    if args.no_sharpen:
        return [None] * len(drawn)
    from vrp_core.inference.sharpening import sharpened  # loads torch

    return sharpened(project, [(one.image, one.prompts) for one in drawn], args.sam)


@reader("a number, or a colour such as #ff0000")
def mask_value(text: str) -> int:
    """A number, or a colour `#rrggbb` as a number."""
    return int(text[1:], 16) if text.startswith("#") else int(text)


def mask_from(path: Path, value: int | None, size: Size) -> Rle:
    """The mask of a file for a photo of this size; `value` as for `read_mask`.

    Raises:
        BadFile: the file cannot be read, is no mask, or has another size.
        EmptyPrompt: it has no pixel.
        MaskAmbiguous: as for `read_mask`.
    """
    from vrp_core.images.reading import read_mask

    try:
        mask = read_mask(path, value)
    except ImageUnreadable as error:
        raise BadFile(path, (f"it cannot be read as a mask: {error.reason}",)) from error
    if Size(*mask.shape) != size:
        raise BadFile(path, (f"it must be {size.width} pixels wide and {size.height} high, as the photo is",))
    if not mask.any():
        raise EmptyPrompt("mask")
    return encode(mask)


def _numbers(text: str, count: int) -> tuple[float, ...]:
    """Numbers between commas.

    Raises:
        argparse.ArgumentTypeError: the count is wrong, or a number is not a position in an image.
    """
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        values = ()
    if len(values) != count or not all(math.isfinite(value) for value in values):
        raise argparse.ArgumentTypeError(f"{text!r} is not {count} numbers of pixels with a comma between them")
    return values


def _width(text: str) -> float:
    (width,) = _numbers(text, 1)
    if width <= 0:
        raise argparse.ArgumentTypeError("the width must be above 0")
    return width


def _point(text: str) -> tuple[float, float]:
    x, y = _numbers(text, 2)
    return x, y


def _points(text: str) -> tuple[tuple[float, float], ...]:
    return tuple(_point(part) for part in text.split())


def _box(text: str) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = _numbers(text, 4)
    return x0, y0, x1, y1
