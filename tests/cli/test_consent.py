"""Nothing is fetched without consent, and `models fetch` says what it fetches."""

from pathlib import Path

import pytest

from vrp_core.cli.main import main
from vrp_core.weights import catalogue, store
from vrp_core.weights.download import FileFact, UrlSource

DIGEST = "ab" * 32


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without weights."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(store.CACHE_VARIABLE, str(folder))
    return folder


def test_demo_without_weights_names_the_command_and_fetches_nothing(
    empty_cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(tmp_path / "out")]) == 1
    assert "models fetch mobile_sam" in capsys.readouterr().err
    assert not empty_cache.exists()


def test_models_fetch_prints_source_size_and_digest_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nobody = UrlSource("http://127.0.0.1:9/weights.pth", FileFact(41_000_000, DIGEST))
    monkeypatch.setitem(catalogue.CATALOGUE, "tiny", catalogue.Weights("tiny", "Apache-2.0", "sam", (nobody,)))
    assert main(["models", "fetch", "tiny"]) == 1
    assert f"http://127.0.0.1:9/weights.pth, 41 MB, sha256 {DIGEST}" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["demo/notes.txt", "coco.json", "contact-sheet.png"])
def test_demo_leaves_what_no_demo_made(
    empty_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setattr(store, "path_of", lambda weights_id: tmp_path)  # they are there
    mine = tmp_path / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("mine")
    assert main(["demo", "--out", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert name.split("/")[0] in said and "--out" in said
    assert mine.read_text() == "mine"
