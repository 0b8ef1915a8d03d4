"""Opens a data set by its name on the command line: a path, or a few-shot benchmark as `coco20i:ROOT`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vrp_core.datasets.few_shot import coco20i, fss1000, pascal5i
from vrp_core.datasets.samples import SampleSource, coco_source, folder_source, project_source
from vrp_core.domain.errors import NotFound

_LISTS = "fss_list"  # the folder of the published lists in a benchmark's root, unless another is given


@dataclass(frozen=True, slots=True)
class OpenOptions:
    """What a path does not say."""

    images: str = ""  # the image folder of a COCO JSON; empty: the folder the JSON is in
    fold: int = 0  # of COCO-20i and PASCAL-5i, 0 to 3
    lists: str = ""  # the folder of a benchmark's lists; empty: fss_list/ in its root
    test: bool = False  # of a benchmark: the test classes in place of the training classes


def open_source(data: str | Path, options: OpenOptions | None = None) -> SampleSource:
    """A data set by its name: a benchmark's name and root, or the path of a COCO JSON file, a project, or a folder.

    Raises:
        NotFound: nothing of the kind is there; a benchmark has no such fold or list.
        BadFile: a benchmark's list cannot be parsed.
    """
    chosen = options or OpenOptions()
    name, colon, root = str(data).partition(":")
    if colon and name in BENCHMARKS:
        return _benchmark(name, Path(root), chosen)
    path = Path(data)
    if path.is_file() and path.suffix == ".json":
        return coco_source(path, Path(chosen.images) if chosen.images else path.parent)
    if (path / "project.sqlite").is_file():
        return project_source(path)
    if (path / "masks").is_dir():
        return folder_source(path)
    kinds = ("a COCO JSON file", "a project", "a folder with images/ and masks/")
    raise NotFound("data set", str(path), (*kinds, *(f"{one}:ROOT" for one in BENCHMARKS)))


def _benchmark(name: str, root: Path, options: OpenOptions) -> SampleSource:
    if not root.is_dir():
        raise NotFound("folder", str(root))
    lists = Path(options.lists) if options.lists else root / _LISTS
    return BENCHMARKS[name](root, lists, options)


def _fss1000(root: Path, lists: Path, options: OpenOptions) -> SampleSource:
    return fss1000(root, lists / ("test.txt" if options.test else "train.txt"))


BENCHMARKS: dict[str, Callable[[Path, Path, OpenOptions], SampleSource]] = {
    "coco20i": lambda root, lists, options: coco20i(root, lists, options.fold, options.test),
    "pascal5i": lambda root, lists, options: pascal5i(root, lists, options.fold, options.test),
    "fss1000": _fss1000,
}
