"""Decides which files are readable pictures: by their suffix if it says so, else by their first bytes."""

import re
from pathlib import Path

SUFFIXES = frozenset(
    f".{suffix}"
    for suffix in (
        *("jpg", "jpeg", "jpe", "jfif", "jif", "mpo", "png", "apng", "gif", "webp", "bmp", "dib"),
        *("tif", "tiff", "btf", "tf8", "avif", "avifs", "heic", "heics", "heif", "heifs", "hif"),
        *("jp2", "j2k", "j2c", "jpc", "jpf", "jpx", "ppm", "pgm", "pbm", "pnm", "pfm"),
        *("tga", "icb", "vda", "vst", "pcx", "sgi", "rgb", "rgba", "bw", "ras", "qoi", "dds", "psd"),
        *("dcm", "dicom", "dic"),
    )
)
NAMES = "JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG 2000, BMP, GIF, TGA, PPM or DICOM"
HEAD = 132  # bytes that identify a format: DICOM's signature follows a preamble of 128 bytes

_MARKS = {
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "tiff": re.compile(rb"II[*+]\0|MM\0[*+]"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "heif": re.compile(rb"....ftyp(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1)", re.DOTALL),
    "avif": re.compile(rb"....ftypavi[fs]", re.DOTALL),
    "jp2": re.compile(rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51"),
    "pnm": re.compile(rb"P[1-7fF][\s#]"),
    "dicom": re.compile(rb".{128}DICM", re.DOTALL),
}
_HEADLESS_DICOM = re.compile(rb"\x08\0[\0-\x70]\0.{4}", re.DOTALL)  # group 8 comes first where the preamble is missing


def kind_of(path: Path) -> str:
    """The format by a file's first bytes: a key of the table above, or "" for other and unknown formats.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = next((kind for kind, mark in _MARKS.items() if mark.match(head)), "")
    if not found and path.suffix.lower() in {".dcm", ".dicom", ".dic"} and _HEADLESS_DICOM.match(head):
        return "dicom"
    return found


def is_picture(path: Path) -> bool:
    """Whether a file counts as a picture: by its suffix, or, without a known suffix, by its first bytes.

    DICOM files are often named after a number with dots.
    """
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return True
    try:
        kind = kind_of(path)
    except OSError:
        return False
    return bool(kind) and (kind == "dicom" or suffix == "")
