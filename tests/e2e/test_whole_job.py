"""The whole job by mouse and keyboard: a folder of photos becomes a reviewed COCO file."""

import signal
import time
from pathlib import Path

import pytest
from pycocotools.coco import COCO

from tests.e2e.conftest import Start, ask, mark_coin, passed, take_focus, wait_for_canvas
from tests.e2e.screen import Screen, until
from vrp_core.domain.annotations import ReviewStatus
from vrp_core.project.project import Project

pytestmark = pytest.mark.slow


def test_from_a_folder_to_a_reviewed_coco_file(screen: Screen, start: Start, folder: Path) -> None:
    process = mark_coin(screen, start, folder)
    screen.key("Ctrl+B")
    until(lambda: passed(folder), "the pass", 200)
    time.sleep(0.5)
    screen.key("N")
    time.sleep(0.5)
    waiting = ask(folder, "SELECT COUNT(*) FROM prediction WHERE status = 'pending' AND NOT absent")
    assert waiting >= 2
    # Correct the first with the eraser, accept the second.
    screen.key("Tab")
    screen.key("Shift+E")
    left, top, right, bottom = screen.canvas()
    middle = (top + bottom) / 2
    screen.drag(*[(left + (right - left) * share, middle) for share in (0.05, 0.3, 0.6, 0.95)])
    until(lambda: ask(folder, "SELECT COUNT(*) FROM prediction WHERE status = 'edited'"), "the correction")
    screen.key("Ctrl+Z")
    until(lambda: not ask(folder, "SELECT COUNT(*) FROM prediction WHERE status = 'edited'"), "the undo")
    screen.key("Ctrl+Shift+Z")
    until(lambda: ask(folder, "SELECT COUNT(*) FROM prediction WHERE status = 'edited'"), "the redo")
    screen.key("N")
    time.sleep(0.4)
    screen.key("1")
    until(lambda: ask(folder, "SELECT COUNT(*) FROM prediction WHERE status = 'accepted'"), "the acceptance")
    screen.key("Ctrl+Shift+E")
    time.sleep(1.0)
    screen.key("Enter")
    file = folder / "vrp-annotator" / "coco.json"
    until(file.exists, "the export")
    coco = COCO(str(file))
    assert [category["name"] for category in coco.loadCats(coco.getCatIds())] == ["coin"]
    annotations = coco.loadAnns(coco.getAnnIds())
    # The reference, what was corrected, and what was accepted; nothing that nobody has looked at.
    assert len(annotations) == 3
    assert min(annotation["id"] for annotation in annotations) == 1
    for annotation in annotations:
        assert int(coco.annToMask(annotation).sum()) == annotation["area"] > 0
    screen.key("Esc")
    take_focus(screen)
    screen.key("Ctrl+Q")
    assert process.wait(30) == 0


@pytest.mark.parametrize("moment", ["pass", "stroke"])
def test_killed_at_work_nothing_accepted_is_lost(screen: Screen, start: Start, folder: Path, moment: str) -> None:
    process = mark_coin(screen, start, folder)
    screen.key("Ctrl+B")
    done = "SELECT COUNT(*) FROM target WHERE state = 'done'"
    if moment == "pass":
        until(lambda: ask(folder, done), "the first target", 120)
    else:
        until(lambda: passed(folder), "the pass", 200)
        screen.key("N")
        time.sleep(0.4)
        screen.key("1")
        until(lambda: ask(folder, "SELECT COUNT(*) FROM prediction WHERE status = 'accepted'"), "the acceptance")
        screen.key("Shift+B")
        left, top, right, bottom = screen.canvas()
        screen.move((left + right) / 2, (top + bottom) / 2)
        screen.press_button()
        screen.move((left + right) / 2 + 30, (top + bottom) / 2)
    before = ask(folder, done)
    process.send_signal(signal.SIGKILL)
    process.wait()
    screen.release_button()
    with Project.open(folder / "vrp-annotator") as project:
        assert len(project.annotations.all()) == 1
        assert ask(folder, done) >= before
        accepted = project.review.predictions(status=ReviewStatus.ACCEPTED)
        assert len(accepted) == (1 if moment == "stroke" else 0)
    # The next start opens it, and a pass that was cut off can be gone on with.
    again = start(str(folder))
    wait_for_canvas(screen)
    time.sleep(1.0)
    take_focus(screen)
    screen.key("Ctrl+Q")
    assert again.wait(30) == 0
