"""Exporting a project: a plan that counts, then files."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.test_project import SIZE, found, square
from vrp_core.exchange.coco import SegmentationMode
from vrp_core.exchange.export import ExportOptions, plan_export, write_export
from vrp_core.exchange.formats import FORMATS
from vrp_core.project.project import NewImage, Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Photo a with a reference, photo b with a pending prediction of the same label."""
    with Project.create(tmp_path / "project") as project:
        a, b = project.images.add([NewImage(tmp_path / f"{name}.jpg", SIZE, name) for name in "ab"])
        label = project.labels.add("coin")
        project.annotations.add(a.id, label.id, [], square(1))
        project.passes.record(project.passes.start({}, [b.id]), b.id, [found(label.id, 0.8)])
        yield project


@pytest.mark.parametrize(
    ("include_pending", "include_references", "objects", "left_out"),
    [
        (False, True, 1, {"pending": 1}),
        (True, True, 2, {}),
        (True, False, 1, {"reference": 1}),
        (False, False, 0, {"pending": 1, "reference": 1}),
    ],
)
def test_a_plan_counts_what_its_options_include(
    project: Project, include_pending: bool, include_references: bool, objects: int, left_out: dict[str, int]
) -> None:
    plan = plan_export(project, include_pending, include_references)
    assert (plan.summary.objects, plan.summary.images) == (objects, 2)
    assert plan.exported.left_out == left_out


def test_coco_is_one_file_that_follows_the_options(project: Project, tmp_path: Path) -> None:
    plan = plan_export(project, include_pending=True)
    options = ExportOptions(segmentation=SegmentationMode.RLE, scores=False)
    plain = json.loads(write_export(plan, tmp_path / "plain.json").path.read_text())["annotations"]
    other = json.loads(write_export(plan, tmp_path / "other.json", options).path.read_text())["annotations"]
    assert [one.get("score") for one in plain] == [None, 0.8] and [one.get("score") for one in other] == [None, None]
    assert [type(one["segmentation"]) for one in plain] == [list, list]
    assert [type(one["segmentation"]) for one in other] == [dict, dict]


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"coco"}))
def test_every_other_format_fills_a_folder(project: Project, tmp_path: Path, name: str) -> None:
    folder = write_export(plan_export(project), tmp_path / "out", ExportOptions(name))
    assert folder == tmp_path / "out" and any(path.is_file() for path in folder.rglob("*"))
