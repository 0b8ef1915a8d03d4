"""Every kind of file that a folder of photos may hold, made for real."""

import os
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from vrp_core.domain.errors import ImageUnreadable
from vrp_core.images.folder import find_images
from vrp_core.images.reading import digest_of, read_image, read_mask, read_size

RGB = np.zeros((6, 8, 3), dtype=np.uint8)
RGB[:3, :4] = (250, 10, 20)
RGB[3:, 4:] = (10, 20, 250)


@pytest.fixture(autouse=True)
def no_warning_leaks():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def save(path: Path, picture: Image.Image, **options: object) -> Path:
    picture.save(path, **options)
    return path


@pytest.mark.parametrize("mode", ["RGB", "L", "LA", "RGBA", "P", "1", "CMYK"])
def test_every_mode_becomes_rgb(tmp_path: Path, mode: str) -> None:
    suffix = "tif" if mode == "CMYK" else "png"
    path = save(tmp_path / f"a.{suffix}", Image.fromarray(RGB).convert(mode))
    image = read_image(path)
    assert (image.shape, image.dtype) == ((6, 8, 3), np.uint8)
    assert read_size(path) == (6, 8)
    expected = np.asarray(Image.fromarray(RGB).convert(mode).convert("RGB"))
    assert np.abs(image.astype(int) - expected).max() <= 2


def test_transparency_lies_over_white(tmp_path: Path) -> None:
    rgba = np.dstack([RGB, np.zeros((6, 8), dtype=np.uint8)])
    rgba[:3, :4, 3] = 255
    image = read_image(save(tmp_path / "a.png", Image.fromarray(rgba)))
    assert (image[0, 0] == RGB[0, 0]).all() and (image[5, 7] == 255).all()


def test_an_animation_is_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.fromarray(np.full((5, 5, 3), value, dtype=np.uint8)) for value in (200, 10)]
    path = save(tmp_path / "a.gif", frames[0], save_all=True, append_images=frames[1:])
    assert read_image(path).mean() == pytest.approx(200, abs=3)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.png", "a.tif", "lzw.tif", "grey8.tif", "grey16.tif", "rgb16.tif", "rgbfloat.tif"])
def test_orientation_is_applied_once(tmp_path: Path, name: str, orientation: int) -> None:
    upright = np.zeros((40, 64, 3), dtype=np.uint8)
    upright[:20, :32] = 255
    undo = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
        8: lambda a: np.rot90(a, -1),
    }
    stored = np.ascontiguousarray(undo[orientation](upright))
    path = tmp_path / name
    tag = [(274, "H", 1, orientation, True)]
    if name == "a.png":
        exif = Image.Exif()
        exif[274] = orientation
        Image.fromarray(stored).save(path, exif=exif)
    elif name == "a.tif":
        tifffile.imwrite(path, stored, photometric="rgb", extratags=tag)
    elif name == "lzw.tif":
        Image.fromarray(stored).save(path, compression="tiff_lzw", tiffinfo={274: orientation})
    elif name == "grey8.tif":
        tifffile.imwrite(path, stored[..., 0], extratags=tag)
        assert (read_mask(path) == (upright[..., 0] > 0)).all()
    elif name == "grey16.tif":
        tifffile.imwrite(path, stored[..., 0].astype(np.uint16) * 100, extratags=tag)
    else:
        deep = stored.astype(np.uint16) * 100 if name == "rgb16.tif" else stored.astype(np.float32)
        tifffile.imwrite(path, deep, photometric="rgb", extratags=tag)
    assert read_size(path) == (40, 64)
    assert (read_image(path) == upright).all()


def test_what_else_an_exif_block_holds_does_not_matter(tmp_path: Path) -> None:
    text, turned = (257, 2, 4, b"abc\0"), (274, 3, 1, struct.pack("<HH", 6, 0))  # tag, type, count, value
    entries = b"".join(struct.pack("<HHI4s", *entry) for entry in (text, turned))
    block = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + entries + bytes(4)
    path = save(tmp_path / "a.jpg", Image.fromarray(RGB), exif=block)
    assert read_size(path) == read_image(path).shape[:2] == (8, 6)


@pytest.mark.parametrize("compression", ["lzw", "zlib", "packbits"])
@pytest.mark.parametrize("planar", [False, True])
def test_deep_tiffs_of_every_layout(tmp_path: Path, compression: str, planar: bool) -> None:
    pixels = np.dstack([ramp(np.uint16, 9_000)] * 3)[:40]
    path = tmp_path / "a.tif"
    tifffile.imwrite(
        path,
        np.moveaxis(pixels, 2, 0) if planar else pixels,
        photometric="rgb",
        planarconfig="separate" if planar else "contig",
        compression=compression,
    )
    image = read_image(path)
    assert image.shape == (40, 64, 3) and read_size(path) == (40, 64)
    assert (np.diff(image[..., 0].ravel().astype(int)) >= 0).all() and image.max() == 255


DISC = np.zeros((9, 12), dtype=bool)
DISC[2:6, 3:8] = True


@pytest.mark.parametrize(
    ("mode", "levels"),
    [
        ("L", np.where(DISC, 255, 0)),
        ("L", np.where(DISC, 1, 0)),  # as many data sets write it
        ("L", np.where(DISC, 200, 90)),
        ("L", np.where(DISC, 200, np.arange(12) * 9)),  # soft edges and noise
        ("1", DISC),
        ("RGB", np.where(DISC[..., None], (255, 255, 255), (0, 0, 0))),
        ("RGBA", np.where(DISC[..., None], (255, 255, 255, 255), (255, 255, 255, 0))),
        ("RGBA", np.where(DISC[..., None], (0, 0, 0, 255), (255, 255, 255, 0))),
        ("RGBA", np.where(DISC[..., None], (255, 255, 255, 255), (0, 0, 0, 255))),
        ("I;16", np.where(DISC, 65535, 0)),
    ],
)
def test_a_mask_is_what_is_light_and_not_transparent(tmp_path: Path, mode: str, levels: np.ndarray) -> None:
    dtype = {"1": bool, "I;16": np.uint16}.get(mode, np.uint8)
    path = save(tmp_path / "a.png", Image.fromarray(levels.astype(dtype)))
    mask = read_mask(path)
    assert mask.dtype == bool and (mask == DISC).all()


@pytest.mark.parametrize(("level", "everything"), [(0, False), (1, True), (255, True)])
def test_a_mask_of_one_level(tmp_path: Path, level: int, everything: bool) -> None:
    path = save(tmp_path / "a.png", Image.new("L", (5, 4), level))
    assert (read_mask(path) == everything).all()


def ramp(dtype: type, top: float) -> np.ndarray:
    return np.linspace(0, top, 64 * 64).reshape(64, 64).astype(dtype)


@pytest.mark.parametrize(
    ("name", "pixels"),
    [
        ("grey16.png", ramp(np.uint16, 40_000)),
        ("grey16.tif", ramp(np.uint16, 3_000)),
        ("float.tif", ramp(np.float32, 0.01)),
        ("rgb16.tif", np.dstack([ramp(np.uint16, 9_000)] * 3)),
        ("rgbfloat.tif", np.dstack([ramp(np.float32, 5.0)] * 3)),
    ],
)
def test_deep_pictures_are_stretched(tmp_path: Path, name: str, pixels: np.ndarray) -> None:
    path = tmp_path / name
    if name.endswith(".tif"):
        tifffile.imwrite(path, pixels, photometric="rgb" if pixels.ndim == 3 else "minisblack")
    else:
        Image.fromarray(pixels).save(path)
    image = read_image(path)
    assert image.shape == (64, 64, 3) and read_size(path) == (64, 64)
    assert image.min() == 0 and image.max() == 255
    assert (np.diff(image[..., 0].ravel().astype(int)) >= 0).all()


def test_what_is_no_number_is_black(tmp_path: Path) -> None:
    pixels = ramp(np.float32, 1.0)
    pixels[10, 10] = np.nan
    tifffile.imwrite(tmp_path / "a.tif", pixels)
    assert (read_image(tmp_path / "a.tif")[10, 10] == 0).all()


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises more than its body holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


def broken_files(folder: Path) -> dict[str, Path]:
    jpeg, png = folder / "whole.jpg", folder / "whole.png"
    big = Image.effect_noise((200, 200), 50).convert("RGB")
    big.save(jpeg)
    big.save(png)
    (folder / "a folder.jpg").mkdir()
    contents = {
        "truncated.jpg": jpeg.read_bytes()[:3000],
        "truncated.png": png.read_bytes()[:3000],
        "empty.png": b"",
        "text.jpg": b"this is a text",
        "bomb.png": bomb(30_000, 30_000),
        "text.tif": b"II*\0 nothing more",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in [*contents, "a folder.jpg", "missing.jpg"]}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("truncated.jpg", "damaged"),
        ("truncated.png", "damaged"),
        ("empty.png", "empty"),
        ("text.jpg", "format is not known"),
        ("bomb.png", "300 million pixels"),
        ("text.tif", "damaged"),
        ("a folder.jpg", "folder"),
        ("missing.jpg", "does not exist"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path: Path, name: str, reason: str) -> None:
    path = broken_files(tmp_path)[name]
    with pytest.raises(ImageUnreadable) as caught:
        read_image(path)
    assert reason in caught.value.reason
    assert caught.value.path == path


@pytest.mark.parametrize("name", ["empty.png", "text.jpg", "bomb.png", "text.tif", "missing.jpg"])
def test_the_header_alone_shows_what_is_no_picture(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImageUnreadable):
        read_size(broken_files(tmp_path)[name])


def test_a_file_that_may_not_be_read(nobodys_folder: Path) -> None:
    path = save(nobodys_folder / "a.png", Image.fromarray(RGB))
    path.chmod(0)
    with pytest.raises(ImageUnreadable, match="permitted"):
        read_image(path)


def test_one_pixel_is_a_picture(tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", Image.fromarray(RGB[:1, :1]))
    assert read_image(path).shape == (1, 1, 3)


@pytest.mark.parametrize("name", ["with space.png", "snö 药品.png", "line\nbreak.png", "per%cent#1.png"])
def test_any_file_name_can_be_read(tmp_path: Path, name: str) -> None:
    path = save(tmp_path / name, Image.fromarray(RGB))
    assert (read_image(path) == RGB).all()
    assert len(digest_of(path)) == 64


@pytest.mark.skipif(os.name != "posix", reason="only there a name may be any bytes")
def test_a_name_that_no_project_could_keep_is_refused(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.png"))
    Image.fromarray(RGB).save(path)
    with pytest.raises(ImageUnreadable) as caught:
        read_size(path)
    assert "rename it" in caught.value.reason and str(caught.value.path).encode()


def test_a_folder_in_natural_order_without_hidden_files(tmp_path: Path) -> None:
    names = ["b2.png", "b10.JPG", "sub/a.tif", ".hidden.png", ".cache/x.png", "notes.txt", "b1.webp"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in find_images(tmp_path)]
    assert found == ["b1.webp", "b2.png", "b10.JPG", "sub/a.tif"]
