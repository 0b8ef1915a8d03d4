"""The worker gives what the pass stores, byte for byte, whatever it gets a photo as."""

import os
import subprocess
import sys
from pathlib import Path

import fsspec
import numpy as np
import pytest
import torch

from tests.scale.conftest import Labelled, comparable
from vrp_core.domain.errors import BadFile
from vrp_core.images.reading import read_image
from vrp_core.scale.bundle import SAM, VRP, open_bundle, unpacked
from vrp_core.scale.labeller import Labeller
from vrp_core.scale.rows import Photo


def test_rows_equal_what_the_pass_stored(labelled: Labelled, labeller: Labeller) -> None:
    found = list(labeller.label(Photo(path) for path in labelled.photos))
    assert {rows[0].path: comparable(rows) for rows in found} == labelled.expected
    assert [rows[0].path for rows in found] == list(labelled.photos)
    assert any(not row.absent for rows in found for row in rows)


def test_bytes_pixels_and_objects_of_a_store_give_the_same_rows(labelled: Labelled, labeller: Labeller) -> None:
    path = labelled.photos[0]
    content = Path(path).read_bytes()
    fsspec.filesystem("memory").pipe("/photos/a.png", content)
    given = [Photo("a.png", content), Photo("b", read_image(Path(path))), Photo("memory://photos/a.png")]
    for rows in labeller.label(given):
        assert comparable(rows) == labelled.expected[path]


def test_a_photo_that_cannot_be_read_is_a_row_with_its_name(labelled: Labelled, labeller: Labeller) -> None:
    bad = [Photo("memory://photos/none.jpg"), Photo("/no/such.jpg"), Photo("s.png", b"\x89PNG\r\n\x1a\n")]
    good = Photo(labelled.photos[0])
    *failed, last = labeller.label([*bad, good])
    assert [(rows[0].path, rows[0].label, rows[0].scores) for rows in failed] == [(one.path, "", None) for one in bad]
    assert "none.jpg" in failed[0][0].error and "does not exist" in failed[1][0].error
    assert "Cannot read the photo s.png" in failed[2][0].error  # not the temporary copy's name
    assert comparable(last) == labelled.expected[good.path]


def test_pixels_of_another_kind_are_refused(labeller: Labeller) -> None:
    with pytest.raises(ValueError, match="uint8"):
        list(labeller.label([Photo("a", np.zeros((4, 4), dtype=np.uint8))]))


def test_the_bundle_alone_is_enough(labelled: Labelled, tmp_path: Path) -> None:
    """In another process, without a cache, with the project and SAM's weights out of reach."""
    moved = tmp_path / "b.vrpbundle"
    moved.write_bytes(labelled.bundle.path.read_bytes())
    photo = tmp_path / "photo.png"
    photo.write_bytes(Path(labelled.photos[0]).read_bytes())
    code = (
        "from pathlib import Path; from vrp_core.scale.bundle import open_bundle;"
        "from vrp_core.scale.labeller import Labeller; from vrp_core.scale.rows import Photo;"
        f"rows, = Labeller(open_bundle(Path({str(moved)!r}))).label([Photo({str(photo)!r})]); print(rows[0].counts)"
    )
    environment = {**os.environ, "VRP_ANNOTATOR_CACHE": str(tmp_path / "empty")}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert ran.stdout.strip() == labelled.expected[labelled.photos[0]][0][3]
    assert not (tmp_path / "empty").exists()


def test_a_bundle_names_no_place_of_this_machine(labelled: Labelled) -> None:
    content = labelled.bundle.path.read_bytes()
    for place in (str(Path.home()), str(labelled.folder), str(Path.cwd()), sys.prefix):
        assert place.encode() not in content, place


def test_a_bundle_is_the_same_each_time(labelled: Labelled, labeller: Labeller, tmp_path: Path) -> None:
    from vrp_core.inference.engine import load_engine
    from vrp_core.project.project import Project
    from vrp_core.scale.bundling import write_bundle

    engine, before = load_engine(labelled.bundle.config), torch.get_num_threads()
    torch.set_num_threads(3)  # the features of an encoder that is spread over threads differ in the last bits
    try:
        with Project.open(labelled.folder, writable=False) as project:
            again = write_bundle(project, tmp_path / "again", labelled.bundle.config, engine)
    finally:
        torch.set_num_threads(before)
    with Project.open(labelled.folder, writable=False) as project:
        small = write_bundle(project, tmp_path / "small", labelled.bundle.config, engine, with_sam=False)
    assert again.digest == labelled.bundle.digest
    assert SAM not in small.manifest.members and VRP in small.manifest.members
    (rows,) = Labeller(small).label([Photo(labelled.photos[0])])
    assert comparable(rows) == labelled.expected[labelled.photos[0]]


@pytest.mark.parametrize("place", [0.02, 0.3, 0.7, 0.9])
def test_a_damaged_bundle_is_refused(labelled: Labelled, tmp_path: Path, place: float) -> None:
    content = bytearray(labelled.bundle.path.read_bytes())
    content[int(place * len(content))] ^= 0xFF
    damaged = tmp_path / "damaged"
    damaged.write_bytes(content)
    with pytest.raises(BadFile), unpacked(open_bundle(damaged)):
        pass
