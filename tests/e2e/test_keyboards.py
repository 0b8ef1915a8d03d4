"""Keyboards of other countries: the review and the tools work by the places of their keys."""

import shutil
import time
from pathlib import Path

import pytest

from tests.app.conftest import prediction
from tests.e2e.conftest import Start, ask, take_focus, wait_for_canvas
from tests.e2e.screen import Screen, until
from vrp_core.project.demo import make_project

pytestmark = pytest.mark.slow

# Key codes of X11: the places of 1, 3, 4 and N on a US keyboard.
ONE, THREE, FOUR, N = 10, 12, 13, 57


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A folder of photos with results on three of them."""
    folder = tmp_path / "photos"
    project = make_project(folder / "vrp-annotator")
    label, images = project.labels.add("coin"), project.images.all()[:3]
    pass_id = project.passes.start({}, [image.id for image in images])
    for image, confidence in zip(images, (0.3, 0.5, 0.7), strict=True):
        found = prediction(label.id, confidence, size=image.size)
        project.passes.record(pass_id, image.id, [found])
    project.passes.finish(pass_id)
    project.close()
    return folder


@pytest.mark.parametrize("layout", ["fr", "ru", "gr", "us"])
def test_results_are_accepted_and_rejected_on_this_keyboard(
    screen: Screen, start: Start, reviewed: Path, layout: str
) -> None:
    if not shutil.which("setxkbmap"):
        pytest.skip("setxkbmap is not installed: make ready says how")
    screen.lay_out(layout)
    process = start(str(reviewed))
    wait_for_canvas(screen)
    take_focus(screen)
    screen.press_place(N)
    time.sleep(0.4)
    for key, status in ((ONE, "accepted"), (THREE, "rejected"), (FOUR, "rejected")):
        before = ask(reviewed, f"SELECT COUNT(*) FROM prediction WHERE status = '{status}'")
        screen.press_place(key)
        until(
            lambda before=before, status=status: (
                ask(reviewed, f"SELECT COUNT(*) FROM prediction WHERE status = '{status}'") == before + 1
            ),
            f"a result {status} by key {key} with the layout {layout}",
            10,
        )
    until(lambda: ask(reviewed, "SELECT COUNT(*) FROM annotation WHERE role = 'negative'") == 1, "the look-alike", 10)
    screen.lay_out("us")
    screen.key("Ctrl+Q")
    assert process.wait(30) == 0
