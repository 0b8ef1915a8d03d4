"""What a person can do to the shape of objects and take back: corners, moving, cutting, joining, cleaning, copying."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from vrp_core.domain.annotations import Annotation, Role
from vrp_core.domain.cleaning import Cleaning, cleaned_rle
from vrp_core.domain.masks import Rle, area, components, decode, encode
from vrp_core.domain.prompts import MaskPrompt, PolygonPrompt, rasterise

from .brush import moved
from .commands import add_annotation, change_annotation, change_region, one_step, remove
from .document import Document
from .objects import ObjectKey, SceneObject
from .reshaping import Place, cut_by_line, joined

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Copied:
    """An object that was copied, to paste on this or another image."""

    label_id: int
    region: Rle
    polygon: PolygonPrompt | None = None


def change_polygon(document: Document, one: SceneObject, polygon: PolygonPrompt) -> None:
    """Give an object the shape of a polygon. An annotation stays a polygon; a prediction becomes an edited mask."""
    size = document.images.record(one.image_id).size
    region = encode(rasterise([polygon], size))
    if one.key.kind == "prediction":
        change_region(document, one, region, translate("Undo", "move a corner"))
    else:
        change_annotation(
            document, one, translate("Undo", "move a corner"), lambda before: _as_polygon(before, polygon)
        )


def move(document: Document, one: SceneObject, right: int, down: int) -> None:
    """Move an object by whole pixels, but not wholly off the image."""
    region = moved(one.region, right, down)
    if region == one.region or not area(region):
        return
    if one.polygon is None:
        change_region(document, one, region, translate("Undo", "move an object"))
        return
    polygon = PolygonPrompt(tuple((x + right, y + down) for x, y in one.polygon.points))
    change_annotation(document, one, translate("Undo", "move an object"), lambda before: _as_polygon(before, polygon))


def split_parts(document: Document, one: SceneObject) -> int:
    """Make an object of each connected part. The largest keeps what the object was.

    Returns:
        How many objects there are now.
    """
    parts = components(decode(one.region))
    if len(parts) > 1:
        _split(document, one, [encode(part) for part in parts])
    return len(parts)


def split_by_line(document: Document, one: SceneObject, start: Place, end: Place) -> bool:
    """Cut an object in two along a line; False where the line does not cross it."""
    halves = cut_by_line(decode(one.region), start, end)
    if halves is None:
        return False
    _split(document, one, [encode(half) for half in halves])
    return True


def join(document: Document, objects: Sequence[SceneObject]) -> None:
    """Make one object of several on the current image; it is what the first of them was."""
    first, *others = objects
    with one_step(document, translate("Undo", "join objects")):
        for other in others:
            remove(document, other)
        change_region(document, first, joined([one.region for one in objects]))
    document.select(first.key)


def clean(document: Document, objects: Sequence[SceneObject], wanted: Cleaning) -> int:
    """Smooth masks, drop small parts and fill holes; one undo for all.

    Returns:
        How many objects have changed.
    """
    changed = [(one, region) for one in objects if (region := cleaned_rle(one.region, wanted)) != one.region]
    if changed:
        with one_step(document, translate("Undo", "clean masks")):
            for one, region in changed:
                change_region(document, one, region, keep_status=True)
    return len(changed)


def copy(objects: Sequence[SceneObject]) -> tuple[Copied, ...]:
    """What `paste` takes. Look-alikes stay where they are: a copy would be an object."""
    return tuple(Copied(one.label_id, one.region, one.polygon) for one in objects if one.role is not Role.NEGATIVE)


def paste(document: Document, copied: Sequence[Copied], offset: int = 0) -> int:
    """Put copied objects on the current image, moved by so many pixels; those that do not fit it are left out.

    Returns:
        How many were pasted.
    """
    size = document.images.record(document.current).size
    labels = {label.id for label in document.project.labels.all()}
    fitting = [one for one in copied if one.region.size == size and one.label_id in labels]
    with one_step(document, translate("Undo", "paste")):
        for one in fitting:
            region = moved(one.region, offset, offset) if offset else one.region
            prompt: MaskPrompt | PolygonPrompt = MaskPrompt(region)
            if one.polygon is not None:
                prompt = PolygonPrompt(tuple((x + offset, y + offset) for x, y in one.polygon.points))
            mask = region if one.polygon is None else None
            if area(region):
                add_annotation(document, [prompt], mask, Role.TRUTH, label_id=one.label_id)
    return len(fitting)


def _split(document: Document, one: SceneObject, regions: Sequence[Rle]) -> None:
    keys: list[ObjectKey] = [one.key]
    with one_step(document, translate("Undo", "split an object")):
        change_region(document, one, regions[0])
        for region in regions[1:]:
            add_annotation(
                document, [MaskPrompt(region)], region, Role.TRUTH, image_id=one.image_id, label_id=one.label_id
            )
            if document.selected is not None:
                keys.append(document.selected.key)
    document.select(keys[0])


def _as_polygon(before: Annotation, polygon: PolygonPrompt) -> Annotation:
    return replace(before, prompts=(polygon,), mask=None)
