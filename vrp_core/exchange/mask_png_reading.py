"""Reads mask pictures: a folder of black-and-white pictures for each label, or pictures of label numbers."""

from pathlib import Path

from vrp_core.domain.errors import BadFile, ImageUnreadable, MaskAmbiguous
from vrp_core.domain.geometry import Size
from vrp_core.exchange.found import Found, FoundImage, FoundObject, Notes, Pixels, Unusable
from vrp_core.exchange.index_pictures import read_values, regions_by_value
from vrp_core.exchange.json_reading import read_json_object, text
from vrp_core.images.masks import read_bits

NAMES = "labels.json"


def read(path: Path) -> Found:
    """`masks/<label>/<image>.png` or `<label>/<image>.png`, sub-folders kept.

    The objects of a label on an image are one object, because the picture does not separate them.

    Raises:
        BadFile: there are no such pictures, or it is no folder.
        OSError: a file cannot be read.
    """
    _check_is_folder(path)
    root = path / "masks" if (path / "masks").is_dir() else path
    names = _names(path / "labels.json") or _names(root / NAMES)
    notes = Notes()
    images: dict[str, FoundImage] = {}
    places: dict[str, int] = {}
    objects = []
    for folder in sorted(one for one in root.iterdir() if one.is_dir()):
        label = names.get(folder.name) or text(folder.name) or "label without a name"
        for file in sorted(folder.rglob("*.png")):
            name, where = file.relative_to(folder).as_posix(), file.relative_to(root).as_posix()
            try:
                mask = read_bits(file).region
            except MaskAmbiguous:  # a kind of unreadable image
                notes.left_out("several values, any of which may be the object", where)
                continue
            except ImageUnreadable as error:
                notes.changed(f"left out, since {error.reason}", where)
                continue
            place = places.setdefault(name, len(places))
            images.setdefault(name, FoundImage(name, Size(*mask.shape)))
            if images[name].size != mask.shape:
                notes.left_out("another size than the other masks of the photo", where)
            elif mask.any():
                objects.append(FoundObject(place, label, (Pixels(mask, whole=True),), name=where))
    if not images and not notes.names:
        raise BadFile(path, ("there are no mask pictures <label>/<image>.png in this folder",))
    return Found(tuple(images.values()), (), tuple(objects), notes.sentences())


def read_index(path: Path) -> Found:
    """Pictures whose values number the labels, 0 for the background, named by the `labels.json` beside them.

    Raises:
        BadFile: there are no such pictures, or it is no folder.
        OSError: a file cannot be read.
    """
    _check_is_folder(path)
    root = path / "index" if (path / "index").is_dir() else path
    names = _names(root / NAMES)
    notes = Notes()
    images: list[FoundImage] = []
    objects = []
    for file in sorted(root.rglob("*.png")):
        where = file.relative_to(root).as_posix()
        try:
            values = read_values(file)
            regions = regions_by_value(values)
        except Unusable as reason:
            notes.left_out(reason, where)
            continue
        images.append(FoundImage(where, Size(*values.shape)))
        for value, region in regions.items():
            if value:
                label = names.get(str(value), f"label {value}")
                objects.append(FoundObject(len(images) - 1, label, (region,), name=f"{label} of {where}"))
    if not images:
        raise BadFile(path, ("there are no pictures of label numbers in this folder",))
    return Found(tuple(images), tuple(names.values()), tuple(objects), notes.sentences())


def _check_is_folder(path: Path) -> None:
    if not path.is_dir():
        raise BadFile(path, ("it is a file; name the folder of the pictures",))


def _names(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    values = read_json_object(path, "an object of names")
    return {key: text(name) for key, name in values.items() if text(name)}
