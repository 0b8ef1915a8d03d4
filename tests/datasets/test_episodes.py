"""Data sets, simulated annotations and episodes, on small data sets made for the purpose."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from vrp_core.datasets.augment import variant
from vrp_core.datasets.episodes import EpisodeSampler, fixed_pairs, names_tell_scenes
from vrp_core.datasets.prompt_simulation import prompts_of_mark, simulate
from vrp_core.datasets.samples import ListedSource, coco_source, folder_source
from vrp_core.domain.annotations import AnnotationSet, Label, LabelledImage, LabelledObject
from vrp_core.domain.config import KINDS
from vrp_core.domain.errors import EmptyPrompt
from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import rasterise
from vrp_core.exchange.coco import write_coco
from vrp_core.models.transforms import annotation_weights


def disc(size: int = 128, radius: int = 30) -> np.ndarray:
    rows, columns = np.ogrid[:size, :size]
    return (rows - size // 2) ** 2 + (columns - size // 2) ** 2 < radius**2


def make_folder(root: Path, shown: dict[str, list[str]]) -> Path:
    """A data set: image name -> categories on it."""
    (root / "images").mkdir(parents=True)
    for name, categories in shown.items():
        Image.fromarray(np.full((128, 128, 3), 90, dtype=np.uint8)).save(root / "images" / f"{name}.jpg")
        for category in categories:
            (root / "masks" / category).mkdir(parents=True, exist_ok=True)
            Image.fromarray(disc()).save(root / "masks" / category / f"{name}.png")
    return root


ZOO = {
    "farm_0001": ["cow"],
    "farm_0002": ["cow"],
    "meadow_0001": ["cow", "horse"],
    "meadow_0002": ["horse"],
    "river_0001": ["horse"],
    "river_0002": ["boat"],
}


# --- data sets ------------------------------------------------------------------------------------------------------


def test_files_beside_the_photos_are_no_photos_and_two_photos_of_one_name_are_a_problem(tmp_path: Path) -> None:
    root = make_folder(tmp_path, ZOO)
    (root / "images" / "farm_0001.json").write_text("{}")  # labelme's, beside its photo
    assert folder_source(root).problems() == []
    assert {sample.image.suffix for sample in folder_source(root).samples()} == {".jpg"}
    Image.new("RGB", (128, 128)).save(root / "images" / "farm_0001.png")
    (problem,) = folder_source(root).problems()
    assert problem.startswith(f"{root / 'images' / 'farm_0001.png'}: farm_0001.jpg has the same name")


# --- simulated annotations ------------------------------------------------------------------------------------------


@given(st.sampled_from(KINDS), st.sampled_from(["default", "paper"]), st.integers(0, 5000), st.integers(1, 25))
def test_a_simulated_mark_lies_on_the_object_and_is_reproducible(kind: str, style: str, seed: int, radius: int) -> None:
    mask = disc(64, radius)
    mark = simulate(mask, kind, np.random.default_rng(seed), style)
    assert mark.any()
    assert (mark == simulate(mask, kind, np.random.default_rng(seed), style)).all()
    if kind in {"point", "scribble"}:
        assert not (mark & ~mask).any()
    if kind == "box":
        assert not (mask & ~mark).any()
    if kind == "mask" and style == "paper":
        assert (mark == mask).all()


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_nothing_to_mark_on_an_empty_mask(kind: str) -> None:
    with pytest.raises(EmptyPrompt):
        simulate(np.zeros((5, 5), dtype=bool), kind, np.random.default_rng(0))


def test_published_points_vanish_under_nearest_resizing() -> None:
    """Training mode, 1 to 20 points: 88 % of the references are empty at 64 x 64 (vrp_facts, section 3.4)."""
    rng = np.random.default_rng(0)
    marks = [simulate(disc(512, 64), "point", rng, "paper") for _ in range(300)]
    empty = np.mean([not annotation_weights(mark, 64, "nearest").any() for mark in marks])
    assert 0.78 < empty < 0.95
    assert all(annotation_weights(mark, 64, "area").any() for mark in marks)


def test_published_scribbles_cover_what_the_official_code_covers() -> None:
    """Objects of radius 32: some 1257 of their 3217 pixels with nine strokes; here 1 to 20 strokes of both presets."""
    rng = np.random.default_rng(0)
    mean = np.mean([simulate(disc(512, 32), "scribble", rng, "paper").sum() for _ in range(200)])
    assert 700 < mean < 1900


@pytest.mark.parametrize("kind", ["point", "scribble", "box"])
def test_a_simulated_prompt_can_be_given_to_sam(kind: str) -> None:
    mask = disc()
    mark = simulate(mask, kind, np.random.default_rng(3))
    said = rasterise(prompts_of_mark(mark, kind), Size(*mask.shape))
    assert not (said & ~mark).any()
    if kind == "box":
        assert (said == mark).all()


# --- data sets ------------------------------------------------------------------------------------------------------


def test_a_folder_lists_what_can_be_paired(tmp_path: Path) -> None:
    source = folder_source(make_folder(tmp_path, ZOO))
    assert source.problems() == []
    assert Counter(sample.category for sample in source.samples()) == {"cow": 3, "horse": 3}  # one boat is no pair
    sample = source.samples()[0]
    assert (source.mask(sample) == disc()).all()
    assert not source.ignore(sample).any()
    assert source.shown(tmp_path / "images" / "meadow_0001.jpg") == {"cow", "horse"}
    assert {sample.scene for sample in source.samples()} == {"farm", "meadow", "river"}


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    make_folder(tmp_path, ZOO)
    Image.fromarray(disc(64)).save(tmp_path / "masks" / "cow" / "farm_0001.png")
    Image.fromarray(disc()).save(tmp_path / "masks" / "cow" / "nowhere.png")
    (tmp_path / "masks" / "horse" / "river_0001.png").write_bytes(b"broken")
    problems = "\n".join(folder_source(tmp_path).problems())
    assert all(name in problems for name in ("farm_0001.png", "nowhere.png", "river_0001.png"))


def test_nothing_to_pair_is_a_problem(tmp_path: Path) -> None:
    assert folder_source(make_folder(tmp_path, {"a": ["cow"], "b": ["horse"]})).problems() != []


def test_a_coco_file_joins_objects_and_ignores_crowds(tmp_path: Path) -> None:
    make_folder(tmp_path, {"a": [], "b": []})
    size = Size(128, 128)
    left, right = disc(), np.roll(disc(radius=10), 40, axis=1)
    images = (LabelledImage(1, "a.jpg", size), LabelledImage(2, "b.jpg", size))
    objects = (
        LabelledObject(1, 1, encode(left)),
        LabelledObject(1, 1, encode(right)),
        LabelledObject(2, 1, encode(left)),
        LabelledObject(2, 1, encode(right), is_crowd=True),
    )
    write_coco(AnnotationSet(images, (Label(1, "cow"),), objects), tmp_path / "coco.json")
    source = coco_source(tmp_path / "coco.json", tmp_path / "images")
    assert source.problems() == []
    first, second = sorted(source.samples(), key=lambda sample: sample.image)
    assert (source.mask(first) == (left | right)).all()
    assert (source.mask(second) == left).all() and (source.ignore(second) == right).all()
    missing = coco_source(tmp_path / "coco.json", tmp_path)
    assert len(missing.problems()) == 2
    Image.new("RGB", (64, 32)).save(tmp_path / "images" / "a.jpg")
    (problem,) = coco_source(tmp_path / "coco.json", tmp_path / "images").problems()
    assert "a.jpg: it is 64x32, which coco.json says is 128x128" in problem


# --- episodes -------------------------------------------------------------------------------------------------------


def sampler(tmp_path: Path, **options: object) -> EpisodeSampler:
    source = folder_source(make_folder(tmp_path / "zoo", ZOO))
    return EpisodeSampler([source], seed=1, kinds=dict.fromkeys(KINDS, 1.0), **options)  # type: ignore[arg-type]


def test_an_episode_is_a_function_of_its_number(tmp_path: Path) -> None:
    episodes = sampler(tmp_path)
    first = [episodes.sample(index) for index in range(50)]
    assert first == [episodes.sample(index) for index in range(50)]
    assert len({episode.seed for episode in first}) == 50
    assert {episode.kind for episode in first} == set(KINDS)
    even, odd = first[::2], first[1::2]  # what two processes would draw
    assert not {episode.seed for episode in even} & {episode.seed for episode in odd}


def named(tmp_path: Path, names: Sequence[str]) -> ListedSource:
    return folder_source(make_folder(tmp_path, {name: ["cow"] for name in names}))


def test_reference_and_target_are_of_different_scenes(tmp_path: Path) -> None:
    source = named(tmp_path, ["farm_0001", "meadow_0001", "meadow_0002", "river_0001"])
    episodes = EpisodeSampler([source], seed=1, kinds={"mask": 1.0})
    for index in range(100):
        episode = episodes.sample(index)
        assert episode.reference.scene != episode.target.scene
        assert episode.reference.category == episode.target.category == episode.category == "cow"


def test_numbers_alone_name_no_scene(tmp_path: Path) -> None:
    source = named(tmp_path, ["0007", "0123", "1009", "cow-0007", "cow0008", "2008_000123"])
    scenes = {sample.image.stem: sample.scene for sample in source.samples()}
    assert scenes.pop("cow-0007") == scenes.pop("cow0008") == "cow"
    assert scenes.pop("2008_000123") == "2008"
    assert scenes == {"0007": "0007", "0123": "0123", "1009": "1009"}


@pytest.mark.parametrize(
    ("first", "second", "apart"), [(6, 1, False), (4, 3, False), (3, 3, True)], ids=["one", "fewer", "as many"]
)
def test_two_cameras_are_no_scenes(tmp_path: Path, first: int, second: int, apart: bool) -> None:
    names = [f"IMG_{number:04}" for number in range(first)] + [f"DSC_{number:04}" for number in range(second)]
    source = named(tmp_path, names)
    assert names_tell_scenes(source.samples()) == apart
    pairs = fixed_pairs(source, 60, seed=0)
    assert all(pair.reference.image != pair.target.image for pair in pairs)
    assert all(pair.reference.scene != pair.target.scene for pair in pairs) == apart
    images = {one.image for pair in pairs for one in (pair.reference, pair.target)}
    assert len(images) == len(names)
    seen = Counter(pair.target.image for pair in pairs)
    assert max(seen.values()) < 30  # of 60 pairs: no image is the target of nearly all


def test_absent_targets_do_not_show_the_category(tmp_path: Path) -> None:
    episodes = sampler(tmp_path, absent=0.5)
    absent = [episode for index in range(200) if (episode := episodes.sample(index)).absent]
    assert 60 < len(absent) < 140
    source = folder_source(tmp_path / "zoo")
    assert all(episode.category not in source.shown(episode.target.image) for episode in absent)


def test_shares_are_kept_between_sources(tmp_path: Path) -> None:
    large = folder_source(make_folder(tmp_path / "large", {f"a_{n:04}": [f"c{n % 6}"] for n in range(48)}))
    small = folder_source(make_folder(tmp_path / "small", {f"b_{n:04}": ["d"] for n in range(3)}))
    shares = {large.name: 1.0, small.name: 3.0}
    drawn = EpisodeSampler([large, small], seed=0, kinds={"mask": 1.0}, shares=shares)
    counts = Counter(drawn.sample(index).reference.source for index in range(400))
    assert 0.65 < counts[small.name] / 400 < 0.85


def test_evaluation_pairs_are_even_and_fixed(tmp_path: Path) -> None:
    source = folder_source(make_folder(tmp_path, ZOO))
    pairs = fixed_pairs(source, 10, seed=4)
    assert pairs == fixed_pairs(source, 10, seed=4)
    assert Counter(pair.category for pair in pairs) == {"cow": 5, "horse": 5}
    assert all(pair.absent for pair in fixed_pairs(source, 10, seed=4, absent=True))


# --- augmentation ---------------------------------------------------------------------------------------------------


@given(st.integers(0, 2**60), st.integers(1, 20))
def test_image_and_mask_stay_together(digest: int, number: int) -> None:
    mask = disc(100, 20)
    image = np.where(mask, 220, 40).astype(np.uint8)[..., None].repeat(3, axis=2)
    version = variant(f"{digest:064x}", number)
    assert version == variant(f"{digest:064x}", number)
    seen, marked = version.image(image), version.mask(mask)
    assert seen.shape[:2] == marked.shape == version.size(Size(*mask.shape))
    if marked.any() and not marked.all():
        assert seen[marked].mean() > seen[~marked].mean()


def test_version_0_is_the_image_itself() -> None:
    image = np.random.default_rng(0).integers(0, 255, (20, 30, 3), dtype=np.uint8)
    assert (variant("ab" * 32, 0).image(image) == image).all()
