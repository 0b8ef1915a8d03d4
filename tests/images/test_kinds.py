"""Depth, photometric meaning, nodata, bands, alpha, lenient decoding and size limits, on files of every format."""

import io
import struct
from pathlib import Path

import numpy as np
import pydicom
import pytest
import tifffile
from PIL import Image, PngImagePlugin
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage

from tests.images.kinds import DEEP, DISC, GROUND, RGB, H, W, chunk, contrast, png16
from vrp_core.domain.errors import ImageUnreadable
from vrp_core.domain.reading import Reading
from vrp_core.images.reading import describe, read_image, read_reduced, read_size

OPAQUE = np.full((H, W), 65535, dtype=np.uint16)
GREY = DEEP[..., 0]
NODATA = np.zeros((H, W), dtype=bool)
NODATA[:, :10] = True


@pytest.mark.parametrize(
    ("samples", "color"),
    [(DEEP, 2), (DEEP // 4, 2), (GREY, 0), (np.dstack([GREY, OPAQUE]), 4), (np.dstack([DEEP, OPAQUE]), 6)],
)
def test_png_of_16_bits_with_10_or_12_in_use_has_contrast(tmp_path: Path, samples: np.ndarray, color: int) -> None:
    path = png16(tmp_path / "a.png", samples, color)
    assert contrast(read_image(path)) > 150 and read_size(path) == (H, W)


@pytest.mark.parametrize(
    ("samples", "options"),
    [
        (DEEP, {"photometric": "rgb"}),
        (np.dstack([DEEP, OPAQUE]), {"photometric": "rgb", "extrasamples": ["unassalpha"]}),
        (np.dstack([DEEP, DEEP[..., :1]]), {"photometric": "rgb", "extrasamples": ["unspecified"]}),
        (4095 - GREY, {"photometric": "miniswhite"}),
        (255 - RGB[..., 0], {"photometric": "miniswhite"}),
        (np.stack([GREY] * 3), {"imagej": True}),
        (GREY.astype(np.int16) - 2000, {}),
        (GREY.astype(np.uint32) * 1000, {}),
        (GREY.astype(np.float64) / 7, {}),
    ],
)
def test_tiff_has_contrast_whatever_its_samples_mean(tmp_path: Path, samples: np.ndarray, options: dict) -> None:
    tifffile.imwrite(tmp_path / "a.tif", samples, **options)
    assert contrast(read_image(tmp_path / "a.tif")) > 100


@pytest.mark.parametrize(
    ("kind", "nodata", "tag"),
    [
        (np.float32, -9999, "-9999"),
        (np.float32, -3.4028235e38, "-3.4028234663852886e+38"),
        (np.float32, -3.4028235e38, None),
        (np.float32, np.nan, "nan"),
        (np.float64, 1.7e308, "1.7e308"),
        (np.int16, -32768, "-32768"),
        (np.uint16, 65535, "65535 "),
        (np.int32, -2147483648, "-2147483648"),
    ],
)
def test_tiff_nodata_takes_no_contrast_and_is_black(tmp_path: Path, kind: type, nodata: float, tag: str | None) -> None:
    samples = GREY.astype(kind)
    samples[NODATA] = nodata
    tags = [] if tag is None else [(42113, "s", 0, tag, True)]
    tifffile.imwrite(tmp_path / "a.tif", samples, extratags=tags)
    image = read_image(tmp_path / "a.tif")
    assert contrast(image) > 150 and not image[NODATA].any()


@pytest.mark.parametrize("compression", ["jpeg2000", "webp", "lerc", "png", "zstd", "jpeg", "packbits"])
def test_tiff_of_8_bits_keeps_its_colours_in_every_compression(tmp_path: Path, compression: str) -> None:
    tifffile.imwrite(tmp_path / "a.tif", RGB, photometric="rgb", compression=compression)
    assert np.abs(read_image(tmp_path / "a.tif")[GROUND].astype(int) - (60, 90, 60)).max() < 12


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_tiff_of_five_bands_shows_three_and_says_how_many(tmp_path: Path, kind: type) -> None:
    bands = np.dstack([RGB, RGB[..., :2]]).astype(kind)
    tifffile.imwrite(tmp_path / "a.tif", bands, planarconfig="contig", photometric="minisblack")
    assert describe(tmp_path / "a.tif").bands == 5
    assert contrast(read_image(tmp_path / "a.tif")) > 100


def test_reading_chooses_bands_and_window(tmp_path: Path) -> None:
    bands = np.zeros((H, W, 5), dtype=np.uint16)
    bands[..., 4] = GREY
    bands[..., 3] = np.arange(W) * 10
    tifffile.imwrite(tmp_path / "a.tif", bands, planarconfig="contig", photometric="minisblack")
    path = tmp_path / "a.tif"
    assert contrast(read_image(path)) == 0
    assert contrast(read_image(path, Reading(bands=(5,)))) > 200
    ramp = read_image(path, Reading(bands=(4,), window=(25, 75)))[0, :, 0]
    assert (ramp[: W // 4 - 1] == 0).all() and (ramp[3 * W // 4 + 1 :] == 255).all()
    with pytest.raises(ImageUnreadable, match="5 bands"):
        read_image(path, Reading(bands=(6,)))


def test_reading_stretches_8_bits_where_a_window_is_chosen(tmp_path: Path) -> None:
    Image.fromarray(RGB // 8).save(tmp_path / "a.png")
    assert contrast(read_image(tmp_path / "a.png")) < 30
    assert contrast(read_image(tmp_path / "a.png", Reading(window=(0, 100)))) > 100


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.webp"])
def test_alpha_that_hides_everything_is_no_alpha(tmp_path: Path, name: str) -> None:
    hidden = Image.fromarray(np.dstack([RGB, np.zeros((H, W), dtype=np.uint8)]))
    hidden.save(tmp_path / name, **({"lossless": True, "exact": True} if name.endswith("webp") else {}))
    assert (read_image(tmp_path / name) == RGB).all()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.jfif", {"format": "JPEG"}),
        ("a.jpe", {"format": "JPEG"}),
        ("a.avif", {}),
        ("a.jp2", {}),
        ("a.ppm", {}),
        ("a.tga", {}),
        ("wrong suffix.jpg", {"format": "AVIF"}),
        ("none", {"format": "PNG"}),
    ],
)
def test_every_suffix_is_read(tmp_path: Path, name: str, options: dict) -> None:
    Image.fromarray(RGB).save(tmp_path / name, **options)
    assert np.abs(read_image(tmp_path / name)[GROUND].astype(int) - (60, 90, 60)).max() < 12


def test_heic_is_read_upright(tmp_path: Path) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    exif = Image.Exif()
    exif[274] = 6
    stored = np.ascontiguousarray(np.rot90(RGB))
    pillow_heif.from_pillow(Image.fromarray(stored)).save(tmp_path / "a.heic", quality=90, exif=exif.tobytes())
    image = read_image(tmp_path / "a.heic")
    assert image.shape[:2] == read_size(tmp_path / "a.heic")
    assert abs(int(image[DISC if image.shape[0] == H else np.rot90(DISC)].mean()) - int(RGB[DISC].mean())) < 12


@pytest.mark.parametrize(("top", "name"), [(1023, "a.pgm"), (65535, "b.pgm")])
def test_pgm_of_more_than_8_bits_has_contrast(tmp_path: Path, top: int, name: str) -> None:
    samples = (RGB[..., 0].astype(np.uint32) * top // 255).astype(">u2")
    (tmp_path / name).write_bytes(b"P5\n# made by hand\n%d %d\n%d\n" % (W, H, top) + samples.tobytes())
    assert contrast(read_image(tmp_path / name)) > 150


def dicom(path: Path, samples: np.ndarray, **values: object) -> Path:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = SecondaryCaptureImageStorage, "1.2.3"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    dataset.Rows, dataset.Columns = samples.shape[-2:]
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 16, 15
    dataset.PixelRepresentation = int(samples.dtype.kind == "i")
    for name, value in values.items():
        setattr(dataset, name, value)
    dataset.PixelData = samples.tobytes()
    pydicom.dcmwrite(path, dataset)
    return path


@pytest.mark.parametrize(
    ("samples", "values"),
    [
        (GREY, {}),
        (GREY.astype(np.int16) - 1000, {"RescaleSlope": 2, "RescaleIntercept": -100}),
        (4095 - GREY, {"PhotometricInterpretation": "MONOCHROME1"}),
        (np.where(NODATA, -2000, GREY).astype(np.int16), {"PixelPaddingValue": -2000}),
        (GREY, {"WindowCenter": [2000, 1], "WindowWidth": [3000, 1]}),
        (np.stack([GREY, GREY // 2]), {"NumberOfFrames": 2}),
    ],
)
def test_dicom_has_contrast(tmp_path: Path, samples: np.ndarray, values: dict) -> None:
    path = dicom(tmp_path / "1.2.840.1", samples, **values)
    assert contrast(read_image(path)) > 100 and read_size(path) == (H, W)
    assert describe(path).pictures == values.get("NumberOfFrames", 1)


# --- lenient decoders -------------------------------------------------------------------------------------------------


def jpeg(**options: object) -> bytes:
    content = io.BytesIO()
    Image.effect_noise((W, H), 60).convert("RGB").save(content, "JPEG", quality=95, **options)
    return content.getvalue()


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
@pytest.mark.parametrize("cut", [2, 40])
def test_jpeg_that_ends_a_little_early_is_read(tmp_path: Path, options: dict, cut: int) -> None:
    whole = jpeg(**options)
    (tmp_path / "whole.jpg").write_bytes(whole)
    (tmp_path / "cut.jpg").write_bytes(whole[:-cut])
    first, second = read_image(tmp_path / "whole.jpg"), read_image(tmp_path / "cut.jpg")
    assert np.abs(first[: H // 2].astype(int) - second[: H // 2]).mean() < 3


def test_jpeg_of_which_a_third_is_there_is_refused_with_how_much_is_missing(tmp_path: Path) -> None:
    whole = jpeg()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(ImageUnreadable, match="cut off"):
        read_image(tmp_path / "cut.jpg")


def odd_pngs() -> dict[str, bytes]:
    content = io.BytesIO()
    Image.fromarray(RGB).save(content, "PNG")
    plain = content.getvalue()
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", "x" * 2_000_000, zip=True)
    content = io.BytesIO()
    Image.fromarray(RGB).save(content, "PNG", pnginfo=text)
    long_text = content.getvalue()
    international = PngImagePlugin.PngInfo()
    international.add_itxt("comment", "x" * 2_000_000, zip=True)
    content = io.BytesIO()
    Image.fromarray(RGB).save(content, "PNG", pnginfo=international)
    profile = io.BytesIO()
    Image.fromarray(RGB).save(profile, "PNG", icc_profile=b"\0" * 3_000_000)
    last = plain.index(b"IEND") - 4
    return {
        "long text": long_text,
        "long international text": content.getvalue(),
        "huge profile": profile.getvalue(),
        "checksum of a text": plain[:33] + chunk(b"tEXt", b"a\0b", 1) + plain[33:],
        "short resolution": plain[:33] + chunk(b"pHYs", b"\1") + plain[33:],
        "damaged time behind the pixels": plain[:last] + chunk(b"tIME", b"\1", 1) + plain[last:],
        "junk at the end": plain + b"junk" * 100,
        "no end": plain[:last],
    }


@pytest.mark.parametrize("name", list(odd_pngs()))
def test_png_whose_pixels_are_whole_is_read_whatever_else_is_wrong(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.png").write_bytes(odd_pngs()[name])
    assert (read_image(tmp_path / "a.png") == RGB).all() and read_size(tmp_path / "a.png") == (H, W)


# --- limits -----------------------------------------------------------------------------------------------------------


def test_photo_of_200_megapixels_is_described_and_one_of_400_is_refused_with_the_limit(tmp_path: Path) -> None:
    picture = Image.new("L", (16320, 12240), 128)
    picture.save(tmp_path / "phone.jpg", quality=60)
    assert read_size(tmp_path / "phone.jpg") == (12240, 16320)
    assert max(read_reduced(tmp_path / "phone.jpg", 1000).shape) == 1000
    tifffile.memmap(tmp_path / "map.tif", shape=(20000, 20000), dtype=np.uint8, photometric="minisblack").flush()
    with pytest.raises(ImageUnreadable, match="400 million pixels, the limit is 300 million"):
        read_size(tmp_path / "map.tif")


def test_photo_that_does_not_fit_memory_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.fromarray(RGB).save(tmp_path / "a.jpg")
    free = type("Free", (), {"available": 10_000})
    monkeypatch.setattr("psutil.virtual_memory", lambda: free)
    with pytest.raises(ImageUnreadable, match="memory"):
        read_image(tmp_path / "a.jpg")


def tiff_of(tags: list[tuple[int, int, int, int]]) -> bytes:
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0\x08\0\0\0" + len(tags).to_bytes(2, "little") + entries + bytes(4)


@pytest.mark.parametrize(
    "content",
    [
        b"II*\0\x08\0\0\0\0\0\0\0\0\0",
        tiff_of([(256, 4, 1, 0), (257, 4, 1, 0), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8), (279, 4, 1, 1)]),
        tiff_of(
            [(256, 4, 1, 53), (257, 4, 1, 5120037), (258, 3, 1, 32), (262, 3, 1, 1), (273, 4, 1, 8), (279, 4, 1, 9)]
        ),
        tiff_of([(256, 4, 1, 64), (257, 4, 1, 64), (258, 3, 1, 16), (262, 3, 1, 1), (277, 3, 1, 60000)]),
    ],
)
def test_damaged_tiff_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.tif").write_bytes(content)
    with pytest.raises(ImageUnreadable):
        read_image(tmp_path / "a.tif")


def test_pages_are_counted_and_reduced_copies_are_not(tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(RGB, photometric="rgb")
        file.write(RGB, photometric="rgb")
        file.write(RGB[::2, ::2], photometric="rgb", subfiletype=1)
    assert describe(tmp_path / "a.tif").pictures == 2
    frames = [Image.fromarray(RGB), Image.fromarray(RGB[::-1].copy())]
    for name in ("a.gif", "a.webp", "b.png"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:])
        assert describe(tmp_path / name).pictures == 2
