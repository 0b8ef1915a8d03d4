"""Masks that hold numbers or colours: what is the object, what is not scored, and when a person is asked."""

from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageFilter

from vrp_core.datasets.samples import folder_source
from vrp_core.domain.assets import asset
from vrp_core.domain.errors import BadFile, MaskAmbiguous
from vrp_core.exchange.readers import read_any
from vrp_core.images.masks import read_mask_file
from vrp_core.images.reading import read_mask

OBJECT = np.zeros((96, 128), dtype=bool)
OBJECT[20:60, 60:100] = True
BORDER = np.zeros((96, 128), dtype=bool)
BORDER[18:62, 58:102] = True
BORDER &= ~OBJECT
OTHER = np.zeros((96, 128), dtype=bool)
OTHER[70:90, 10:40] = True
PHOTOS = sorted(asset("episodes", "images").glob("*.jpg"))
MASKS = sorted(asset("episodes", "masks").glob("*/*.png"))


def voc(path: Path, value: int = 1, other: int = 0, palette: bool = True) -> Path:
    """A mask as Pascal VOC writes it."""
    numbers = np.zeros((96, 128), dtype=np.uint8)
    numbers[OBJECT], numbers[BORDER], numbers[OTHER] = value, 255, other
    picture = Image.fromarray(numbers)
    if palette:
        colors = [0] * 768
        colors[3 * value : 3 * value + 3], colors[765:] = [128, 0, 0], [224, 224, 192]
        if other:
            colors[3 * other : 3 * other + 3] = [0, 128, 0]
        picture.putpalette(colors)
    picture.save(path)
    return path


@pytest.mark.parametrize("value", [1, 15, 20])
@pytest.mark.parametrize("palette", [True, False])
def test_voc_mask_is_its_object_and_the_outline_is_not_scored(tmp_path: Path, value: int, palette: bool) -> None:
    found = read_mask_file(voc(tmp_path / "a.png", value, palette=palette))
    assert (found.region == OBJECT).all() and (found.ignore == BORDER).all()


def test_voc_mask_in_colours_is_its_object(tmp_path: Path) -> None:
    Image.open(voc(tmp_path / "a.png")).convert("RGB").save(tmp_path / "b.png")
    found = read_mask_file(tmp_path / "b.png")
    assert (found.region == OBJECT).all() and (found.ignore == BORDER).all()


@pytest.mark.parametrize("palette", [True, False])
def test_mask_of_several_values_asks_which(tmp_path: Path, palette: bool) -> None:
    path = voc(tmp_path / "a.png", 1, other=2, palette=palette)
    with pytest.raises(MaskAmbiguous) as caught:
        read_mask(path)
    assert caught.value.values == (("1", 1600), ("2", 600))
    assert (read_mask(path, 1) == OBJECT).all() and (read_mask(path, 2) == OTHER).all()
    with pytest.raises(MaskAmbiguous):
        read_mask(path, 7)


def test_mask_of_several_colours_asks_which(tmp_path: Path) -> None:
    colors = np.zeros((96, 128, 3), dtype=np.uint8)
    colors[OBJECT], colors[OTHER] = (255, 0, 0), (0, 0, 255)
    Image.fromarray(colors).save(tmp_path / "a.png")
    with pytest.raises(MaskAmbiguous) as caught:
        read_mask(tmp_path / "a.png")
    assert dict(caught.value.values) == {"#ff0000": 1600, "#0000ff": 600}
    assert (read_mask(tmp_path / "a.png", 0xFF0000) == OBJECT).all()


@pytest.mark.parametrize("values", [(128, 255), (1, 2), (1, 2, 3)])
def test_trimap_asks_which(tmp_path: Path, values: tuple[int, ...]) -> None:
    numbers = np.full((96, 128), values[2] if len(values) == 3 else 0, dtype=np.uint8)
    numbers[OBJECT], numbers[OTHER] = values[:2]
    Image.fromarray(numbers).save(tmp_path / "a.png")
    with pytest.raises(MaskAmbiguous):
        read_mask(tmp_path / "a.png")


def test_mask_with_soft_edges_is_what_is_light(tmp_path: Path) -> None:
    soft = Image.fromarray(OBJECT.astype(np.uint8) * 255).resize((256, 192), Image.Resampling.BICUBIC)
    soft.save(tmp_path / "a.png")
    soft.save(tmp_path / "a.jpg", quality=70)
    expected = np.asarray(soft) > 127
    assert (read_mask(tmp_path / "a.png") == expected).all()
    assert (read_mask(tmp_path / "a.jpg") != expected).mean() < 0.01


def test_palette_whose_ground_is_white_is_read_by_its_brightness(tmp_path: Path) -> None:
    picture = Image.fromarray(np.where(OBJECT, 0, 1).astype(np.uint8))
    picture.putpalette([255, 255, 255, 0, 0, 0])
    picture.save(tmp_path / "a.png")
    assert (read_mask(tmp_path / "a.png") == OBJECT).all()


@pytest.mark.parametrize("photo", PHOTOS, ids=lambda photo: photo.stem)
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P"])
def test_photograph_is_refused_as_a_mask(tmp_path: Path, photo: Path, mode: str) -> None:
    with Image.open(photo) as picture:
        picture.convert("RGB").convert(mode).save(tmp_path / "a.png")
    with pytest.raises((BadFile, MaskAmbiguous)) as caught:
        read_mask(tmp_path / "a.png")
    assert mode == "P" or "it is a photograph, not a mask" in str(caught.value)


@pytest.mark.parametrize("mask", MASKS, ids=lambda mask: f"{mask.parent.name}-{mask.stem}")
def test_real_mask_is_read_with_edges_of_every_kind(tmp_path: Path, mask: Path) -> None:
    with Image.open(mask) as picture:
        white = picture.convert("L")
    expected = np.asarray(white) > 127
    soft = white.resize((white.width * 2, white.height * 2), Image.Resampling.BICUBIC)
    blurred = white.filter(ImageFilter.GaussianBlur(2))
    for number, (made, truth) in enumerate([(white, expected), (soft, np.asarray(soft) > 127), (blurred, expected)]):
        colored = Image.merge("RGB", [made.point(lambda level: level // 4), made, Image.new("L", made.size)])
        grey = made.point(lambda level: level // 2)  # the object is not white
        for kind, saved in (("png", made), ("jpg", made), ("png", colored), ("jpg", colored), ("png", grey)):
            path = tmp_path / f"{number}.{kind}"
            saved.save(path)
            read = read_mask_file(path)
            assert saved is grey or ((read.region ^ truth) & ~read.ignore).mean() < 0.06


def test_map_of_probabilities_is_a_mask_and_a_deep_photograph_is_none(tmp_path: Path) -> None:
    soft = np.asarray(Image.fromarray(OBJECT.astype(np.uint8) * 255).filter(ImageFilter.GaussianBlur(3)), dtype=float)
    noise = np.random.default_rng(0).random(OBJECT.shape)
    for name, kind in (("a.tif", np.float32), ("b.tif", np.uint16)):
        tifffile.imwrite(tmp_path / name, ((soft / 255 * 0.998 + noise * 0.002) * 60000).astype(kind))
        assert (read_mask(tmp_path / name) ^ (soft > 127)).mean() < 0.01
    with Image.open(PHOTOS[0]) as picture:
        photo = np.asarray(picture.convert("L"), dtype=float)
    tifffile.imwrite(tmp_path / "c.tif", (photo * 200).astype(np.uint16))
    with pytest.raises(BadFile):
        read_mask(tmp_path / "c.tif")


def test_photographs_in_folders_are_no_masks_for_an_import(tmp_path: Path) -> None:
    (tmp_path / "cat").mkdir()
    with Image.open(PHOTOS[0]) as picture:
        picture.convert("RGB").save(tmp_path / "cat" / "1.png")
    found = read_any(tmp_path)
    assert not found.objects and "it is a photograph, not a mask" in found.notes[0]


def test_training_reads_a_voc_mask_with_its_outline_not_scored(tmp_path: Path) -> None:
    for name in "ab":
        for folder in ("images", "masks/dog"):
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (128, 96)).save(tmp_path / "images" / f"{name}.png")
        voc(tmp_path / "masks" / "dog" / f"{name}.png", 12)
    source = folder_source(tmp_path)
    sample = source.samples()[0]
    assert (source.mask(sample) == OBJECT).all() and (source.ignore(sample) == BORDER).all()
