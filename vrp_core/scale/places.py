"""Files and folders of this machine, or of an object store that fsspec knows: s3://, gs://, abfs:// and others.

A path without `://` is a file here and needs no fsspec.
"""

import importlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from vrp_core.domain.errors import BadFile, ExtraMissing
from vrp_core.domain.files import unfinished_name, writing

# A store in which an object appears when its upload is complete; elsewhere it is renamed.
_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "oss", "r2"})


def is_address(path: str) -> bool:
    """Whether a path is the address of an object rather than a file of this machine."""
    return "://" in path


def needed(module: str) -> Any:
    """A module of the extra `scale`.

    Raises:
        ExtraMissing: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise ExtraMissing("Labelling at scale", "scale") from error


def read_bytes(path: str) -> bytes:
    """The content of a file or object.

    Raises:
        OSError: it cannot be read.
        ExtraMissing: the address needs fsspec.
    """
    if not is_address(path):
        return Path(path).read_bytes()
    with _told(path):
        files, place = _store(path)
        content: bytes = files.cat_file(place)
    return content


def objects_below(folder: str) -> Iterator[str]:
    """The addresses of all objects below a folder of a store, sorted."""
    with _told(folder):
        files, place = _store(folder)
        found = sorted(files.find(place))
    yield from (str(files.unstrip_protocol(one)) for one in found)


def names_in(folder: str) -> list[str]:
    """The names of the files in a folder, sorted; empty if there is no such folder."""
    if not is_address(folder):
        here = Path(folder)
        return sorted(one.name for one in here.iterdir() if one.is_file()) if here.is_dir() else []
    with _told(folder):
        files, place = _store(folder)
        try:
            return sorted(str(one).rstrip("/").rsplit("/", 1)[-1] for one in files.ls(place, detail=False))
        except FileNotFoundError:
            return []


def joined(folder: str, name: str) -> str:
    """The path of a file in a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_address(folder) else str(Path(folder) / name)


@contextmanager
def reading(path: str) -> Iterator[BinaryIO]:
    """A file or object that can be read in parts."""
    if not is_address(path):
        with Path(path).open("rb") as file:
            yield file
        return
    with _told(path):
        files, place = _store(path)
        with files.open(place, "rb") as file:
            yield file


@contextmanager
def parquet_file(path: str) -> Iterator[Any]:
    """A `pyarrow.parquet.ParquetFile`; what pyarrow raises in the block because of its bytes is one error.

    Raises:
        BadFile: the file is damaged, or no Parquet file.
        OSError: it cannot be read.
    """
    arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
    with reading(path) as file:
        try:
            yield parquet.ParquetFile(file, page_checksum_verification=True)
        except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:
            if isinstance(error, OSError) and error.errno is not None:  # of the disk; pyarrow's own have no number
                raise
            raise BadFile(Path(path), (f"it is damaged ({error})",)) from error


@contextmanager
def placing(folder: str, name: str) -> Iterator[BinaryIO]:
    """A file to write to, which appears in a folder when the block ends, whole, and not at all when the block fails.

    Raises:
        DiskFull: there is no room.
        OSError: it cannot be written.
    """
    if not is_address(folder):
        with writing(Path(folder) / name) as file:
            yield file
        return
    with tempfile.TemporaryDirectory(prefix="vrp-upload-") as here:
        local = Path(here) / "file"
        with writing(local, durable=False) as file:
            yield file
        with _told(folder):
            files, place = _store(folder)
            files.makedirs(place, exist_ok=True)
            target = f"{place.rstrip('/')}/{name}"
            if folder.split("://")[0] in _OBJECT_STORES:
                files.put_file(str(local), target)
            else:
                unfinished = f"{place.rstrip('/')}/{unfinished_name()}"
                files.put_file(str(local), unfinished)
                files.mv(unfinished, target)


def fetch(path: str, place: Path) -> Path:
    """Copy a file or object to a file of this machine, in one step."""
    with reading(path) as source, writing(place) as target:
        shutil.copyfileobj(source, target, 1 << 20)
    return place


def _store(path: str) -> tuple[Any, str]:
    files, place = needed("fsspec").core.url_to_fs(path)
    return files, str(place)


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Turn what a store's client raises into one `OSError` that names the address."""
    try:
        yield
    except (OSError, ExtraMissing):
        raise
    except ImportError as error:  # fsspec knows the store, but its client is not installed
        raise OSError(f"{path} needs the package of its store: {error}") from error
    except Exception as error:  # clients raise classes of their own: botocore, google.auth
        raise OSError(f"{path} cannot be used: {error}") from error
