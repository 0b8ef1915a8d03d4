"""The few-shot benchmarks in their usual layouts: COCO-20i, PASCAL-5i and FSS-1000.

COCO-20i: `<root>/{train2014,val2014}/*.jpg` and `<root>/annotations/{train2014,val2014}/*.png`, each pixel the class
    1..80 or 0. Fold f tests the classes {f + 4v, v = 0..19}, counted from 0.
PASCAL-5i: `<root>/JPEGImages/*.jpg` and `<root>/SegmentationClassAug/*.png`, the class 1..20, 0, or 255 where it
    is not scored. Fold f tests the classes 5f .. 5f + 4, counted from 0.
Both need the published lists `sub_class_file_list_<fold>.txt` (a literal dict: class, counted from 1, to pairs of image
    and mask paths; only the file names are used). They are the `fss_list` family of the official code; the lists of
    HSNet and Matcher are another protocol.
FSS-1000: `<root>/<class>/<n>.jpg` with `<n>.png` beside it, white is the object; a text file names the classes to use.
"""

import ast
from collections.abc import Sequence
from pathlib import Path, PurePath

import numpy as np
from PIL import Image

from vrp_core.datasets.samples import ListedSource, Sample
from vrp_core.domain.errors import BadFile, NotFound
from vrp_core.domain.masks import Mask
from vrp_core.images.reading import read_size

FOLDS = 4
_COCO_CLASSES, _PASCAL_CLASSES = 80, 20
_NOT_SCORED = 255


def coco20i_classes(fold: int) -> tuple[int, ...]:
    """The test classes of a fold, counted from 0."""
    return tuple(range(_checked(fold), _COCO_CLASSES, FOLDS))


def pascal5i_classes(fold: int) -> tuple[int, ...]:
    """The test classes of a fold, counted from 0."""
    width = _PASCAL_CLASSES // FOLDS
    return tuple(range(_checked(fold) * width, (_checked(fold) + 1) * width))


def coco20i(root: Path, lists: Path, fold: int, test: bool) -> ListedSource:
    """The test or training classes of a fold, with the images of its list.

    Args:
        root: the data set.
        lists: folder with `train/` and `val/` of the published lists.
        fold: 0 to 3.
        test: the fold's test classes on val2014, or its training classes on train2014.

    Raises:
        NotFound: there is no such fold or list.
        BadFile: a list cannot be parsed.
    """
    part = "val2014" if test else "train2014"
    return _listed(
        f"coco20i-{fold}-{'test' if test else 'train'}",
        root / part,
        root / "annotations" / part,
        _list_file(lists, fold, test),
        _choose(coco20i_classes(fold), _COCO_CLASSES, test),
    )


def pascal5i(root: Path, lists: Path, fold: int, test: bool) -> ListedSource:
    """The same for PASCAL-5i; pixels of class 255 are not scored."""
    return _listed(
        f"pascal5i-{fold}-{'test' if test else 'train'}",
        root / "JPEGImages",
        root / "SegmentationClassAug",
        _list_file(lists, fold, test),
        _choose(pascal5i_classes(fold), _PASCAL_CLASSES, test),
    )


def fss1000(root: Path, class_list: Path) -> ListedSource:
    """The classes of FSS-1000 that a text file names, one a line (the published test list has 240)."""
    if not class_list.is_file():
        raise NotFound("class list", str(class_list))
    samples, problems = [], []
    for name in class_list.read_text(encoding="utf-8").split():
        for image in sorted((root / name).glob("*.jpg")):
            if image.with_suffix(".png").is_file():
                samples.append(Sample(image, name, f"{name}/{image.stem}", read_size(image), "fss1000"))
            else:
                problems.append(f"{image}: there is no mask beside it")
    return ListedSource(
        "fss1000",
        samples,
        lambda sample: _pixels(sample.image.with_suffix(".png")) > 127,
        lambda sample: np.zeros(sample.size, dtype=bool),
        lambda: problems,
    )


def _listed(name: str, images: Path, masks: Path, list_file: Path, classes: Sequence[int]) -> ListedSource:
    samples: list[Sample] = []
    problems: list[str] = []
    for number, pairs in sorted(_parse(list_file).items()):
        if number - 1 not in classes:
            continue
        for pair in pairs:
            stem = PurePath(pair[0]).stem
            image = images / f"{stem}.jpg"
            if image.is_file() and (masks / f"{stem}.png").is_file():
                samples.append(Sample(image, str(number), stem, read_size(image), name))
            else:
                problems.append(f"{image}: the image or its mask does not exist")

    def labels(sample: Sample) -> np.ndarray:
        return _pixels(masks / f"{sample.image.stem}.png")

    def read_mask(sample: Sample) -> Mask:
        return labels(sample) == int(sample.category)

    def read_ignore(sample: Sample) -> Mask:
        return labels(sample) == _NOT_SCORED

    return ListedSource(name, samples, read_mask, read_ignore, lambda: problems)


def _parse(path: Path) -> dict[int, list[tuple[str, str]]]:
    """A published list: Python literals, so they are parsed and never run."""
    try:
        lists = ast.literal_eval(path.read_text(encoding="utf-8"))
        return {int(number): [(str(pair[0]), str(pair[1])) for pair in pairs] for number, pairs in lists.items()}
    except (SyntaxError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise BadFile(path, (f"it is no list of image and mask paths by class: {error}",)) from error


def _list_file(lists: Path, fold: int, test: bool) -> Path:
    path = lists / ("val" if test else "train") / f"sub_class_file_list_{_checked(fold)}.txt"
    if not path.is_file():
        raise NotFound("list", str(path))
    return path


def _choose(test_classes: Sequence[int], count: int, test: bool) -> tuple[int, ...]:
    return tuple(test_classes) if test else tuple(number for number in range(count) if number not in test_classes)


def _checked(fold: int) -> int:
    if fold not in range(FOLDS):
        raise NotFound("fold", str(fold), tuple(str(number) for number in range(FOLDS)))
    return fold


def _pixels(path: Path) -> np.ndarray:
    with Image.open(path) as opened:
        return np.asarray(opened.convert("L") if opened.mode == "1" else opened)
