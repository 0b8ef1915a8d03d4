"""Bundles from strangers: nothing outside is written, and what does not fit is one sentence."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scale.conftest import Labelled
from vrp_core.domain.errors import BadFile, NotFound
from vrp_core.scale.bundle import MANIFEST, open_bundle, unpacked


def rewritten(source: Path, place: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A bundle with another manifest."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(place, "w") as new:
        manifest = json.loads(old.read(MANIFEST))
        change(manifest)
        new.writestr(MANIFEST, json.dumps(manifest))
        for name in old.namelist():
            if name != MANIFEST:
                new.writestr(name, old.read(name))
    return place


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda m: m.update(format="vrp-annotator-bundle/9"), "its format is"),
        (lambda m: m["config"].update(vrp_weights="/etc/passwd"), "names a file outside it"),
        (lambda m: m["config"].update(absent_below=7), "absent_below"),
        (lambda m: m.update(labels=[]), "do not belong together"),
        (lambda m: m["references"][0].update(counts="zzz"), "run lengths"),
        (lambda m: m["references"][0].update(height=200_000, width=200_000), "run lengths"),
        (lambda m: m["labels"][0].update(name=" "), "LabelBlank"),
        (lambda m: m.update(reading="bands=0"), "bands"),
        (lambda m: m.pop("references"), "references"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    labelled: Labelled, tmp_path: Path, change: Callable[[dict[str, Any]], None], reason: str
) -> None:
    with pytest.raises(BadFile) as caught:
        open_bundle(rewritten(labelled.bundle.path, tmp_path / "b", change))
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m["members"].update({"../outside": m["members"]["vrp.safetensors"]}),
        lambda m: m["members"].pop("references.safetensors"),
        lambda m: m["members"]["vrp.safetensors"].update(size=10),
        lambda m: m["members"]["vrp.safetensors"].update(sha256="0" * 64),
    ],
)
def test_members_that_do_not_fit_are_refused(
    labelled: Labelled, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    bundle = open_bundle(rewritten(labelled.bundle.path, tmp_path / "b", change))
    with pytest.raises(BadFile), unpacked(bundle):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["b"]


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_bundle(tmp_path / "none")
    (tmp_path / "text").write_text("no archive")
    with pytest.raises(BadFile, match="not a bundle"):
        open_bundle(tmp_path / "text")
