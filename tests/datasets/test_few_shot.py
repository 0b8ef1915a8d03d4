"""The benchmarks' layouts and folds."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vrp_core.cli.main import main
from vrp_core.datasets.few_shot import coco20i, coco20i_classes, fss1000, pascal5i, pascal5i_classes
from vrp_core.datasets.opening import OpenOptions, open_source
from vrp_core.domain.config import TrainConfig
from vrp_core.domain.errors import BadFile, NotFound
from vrp_core.training.datasets import open_sources


def test_the_folds_part_the_classes() -> None:
    assert sorted(c for fold in range(4) for c in coco20i_classes(fold)) == list(range(80))
    assert sorted(c for fold in range(4) for c in pascal5i_classes(fold)) == list(range(20))
    assert coco20i_classes(1)[:3] == (1, 5, 9)
    assert pascal5i_classes(2) == (10, 11, 12, 13, 14)
    with pytest.raises(NotFound):
        coco20i_classes(4)


def write(images: Path, masks: Path, stem: str, labels: np.ndarray) -> tuple[str, str]:
    images.mkdir(parents=True, exist_ok=True)
    masks.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", labels.shape[::-1]).save(images / f"{stem}.jpg")
    Image.fromarray(labels.astype(np.uint8)).save(masks / f"{stem}.png")
    return f"/elsewhere/{stem}.jpg", f"/elsewhere/{stem}.png"


@pytest.fixture
def labels() -> np.ndarray:
    """Class 11 (10 counted from 0) at the left, class 1 in the middle, unknown at the right."""
    labels = np.zeros((20, 30), dtype=np.uint8)
    labels[:, :8], labels[:, 10:14], labels[:, 25:] = 11, 1, 255
    return labels


def test_pascal_5i_is_read(tmp_path: Path, labels: np.ndarray) -> None:
    places = (tmp_path / "JPEGImages", tmp_path / "SegmentationClassAug")
    pairs = [write(*places, f"2007_00000{n}", labels) for n in range(2)]
    for part in ("train", "val"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "sub_class_file_list_2.txt").write_text(repr({11: pairs, 1: pairs}))
    test = pascal5i(tmp_path, tmp_path, 2, test=True)
    assert test.problems() == [] and {sample.category for sample in test.samples()} == {"11"}
    sample = test.samples()[0]
    assert (test.mask(sample) == (labels == 11)).all() and (test.ignore(sample) == (labels == 255)).all()
    train = pascal5i(tmp_path, tmp_path, 2, test=False)
    assert {sample.category for sample in train.samples()} == {"1"}


def test_coco(tmp_path: Path, labels: np.ndarray) -> None:
    labels[labels == 255] = 0
    pairs = [write(tmp_path / "val2014", tmp_path / "annotations" / "val2014", f"v{n}", labels) for n in range(2)]
    (tmp_path / "val").mkdir()
    (tmp_path / "val" / "sub_class_file_list_2.txt").write_text(repr({11: [*pairs, ("gone.jpg", "gone.png")]}))
    source = coco20i(tmp_path, tmp_path, 2, test=True)
    assert [sample.category for sample in source.samples()] == ["11", "11"]
    assert not source.ignore(source.samples()[0]).any()
    assert len(source.problems()) == 1 and "gone" in source.problems()[0]


def test_fss_1000_is_read(tmp_path: Path) -> None:
    for name in ("ant", "bee", "cup"):
        for number in range(2):
            write(tmp_path / name, tmp_path / name, str(number), np.eye(12) * 255)
    (tmp_path / "test.txt").write_text("ant\ncup\n")
    source = fss1000(tmp_path, tmp_path / "test.txt")
    assert {sample.category for sample in source.samples()} == {"ant", "cup"}
    assert (source.mask(source.samples()[0]) == np.eye(12, dtype=bool)).all()


@pytest.mark.parametrize("text", ["__import__('os').getcwd()", "{1: ", "[1, 2]", "{'a': 3}"])
def test_a_list_is_never_run(tmp_path: Path, text: str) -> None:
    (tmp_path / "val").mkdir()
    (tmp_path / "val" / "sub_class_file_list_0.txt").write_text(text)
    with pytest.raises(BadFile):
        pascal5i(tmp_path, tmp_path, 0, test=True)
    with pytest.raises(NotFound):
        pascal5i(tmp_path, tmp_path, 1, test=True)


def pascal_root(root: Path, labels: np.ndarray) -> Path:
    """A PASCAL-5i of four photos that show classes 1 and 11, with the lists of fold 2."""
    places = (root / "JPEGImages", root / "SegmentationClassAug")
    pairs = [write(*places, f"2007_00000{n}", labels) for n in range(4)]
    for part in ("train", "val"):
        (root / "fss_list" / part).mkdir(parents=True)
        (root / "fss_list" / part / "sub_class_file_list_2.txt").write_text(repr({11: pairs, 1: pairs}))
    return root


def test_a_benchmark_is_opened_by_its_name_and_root(tmp_path: Path, labels: np.ndarray) -> None:
    data = f"pascal5i:{pascal_root(tmp_path, labels)}"
    train, test = (open_source(data, OpenOptions(fold=2, test=test)) for test in (False, True))
    assert {sample.category for sample in train.samples()} == {"1"}
    assert {sample.category for sample in test.samples()} == {"11"}


def test_the_lists_of_a_benchmark_may_lie_elsewhere(tmp_path: Path, labels: np.ndarray) -> None:
    root = pascal_root(tmp_path / "root", labels)
    (root / "fss_list").rename(tmp_path / "lists")
    with pytest.raises(NotFound):
        open_source(f"pascal5i:{root}", OpenOptions(fold=2))
    assert open_source(f"pascal5i:{root}", OpenOptions(fold=2, lists=str(tmp_path / "lists"))).samples()


def test_a_training_config_opens_the_training_classes_of_its_fold(tmp_path: Path, labels: np.ndarray) -> None:
    data = f"pascal5i:{pascal_root(tmp_path, labels)}"
    sources = open_sources(TrainConfig(data=(data,), out=str(tmp_path / "out"), fold=2))
    assert {sample.category for sample in sources.train_samples} == {"1"}


@pytest.mark.parametrize("command", [["evaluate"], ["train", "--out", "OUT", "--data"]])
@pytest.mark.parametrize(
    ("data", "fold", "words"),
    [("pascal5i:NOWHERE", "0", "folder"), ("pascal5i:ROOT", "7", "fold"), ("no5i:ROOT", "0", "data set")],
)
def test_a_benchmark_that_is_not_there_is_refused_by_the_command(
    tmp_path: Path,
    labels: np.ndarray,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    data: str,
    fold: str,
    words: str,
) -> None:
    root = pascal_root(tmp_path / "root", labels)
    given = data.replace("ROOT", str(root)).replace("NOWHERE", str(tmp_path / "nowhere"))
    filled = [word.replace("OUT", str(tmp_path / "out")) for word in command]
    assert main([*filled, given, "--fold", fold]) == 1
    assert f"There is no {words} called" in capsys.readouterr().err
