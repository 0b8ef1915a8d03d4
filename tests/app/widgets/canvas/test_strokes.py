"""Strokes that do not end as they should, and those that leave no pixel."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from app.model import commands
from app.widgets.canvas.items import PaintItem
from app.widgets.main_window import MainWindow
from tests.app.conftest import read_again, square
from tests.app.hands import LEFT, MIDDLE, NO_BUTTON, at, drag, mouse, press
from vrp_core.domain.annotations import Scores
from vrp_core.domain.masks import area
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.project.project import NewPrediction

TOOLS = {"select": "tool.select", "scribble": "tool.scribble", "box": "tool.box", "brush": "tool.brush"}


def begin(window: MainWindow, *places: tuple[float, float]) -> None:
    """Press and move; nothing lets go."""
    QTest.mousePress(window.canvas.viewport(), LEFT, pos=at(window, *places[0]))
    for place in places[1:]:
        QTest.mouseMove(window.canvas.viewport(), at(window, *place))


def end(window: MainWindow, x: float, y: float) -> None:
    QTest.mouseMove(window.canvas.viewport(), at(window, x, y))
    QTest.mouseRelease(window.canvas.viewport(), LEFT, pos=at(window, x, y))


def painted(window: MainWindow) -> list[PaintItem]:
    return [one for one in window.canvas.scene().items() if isinstance(one, PaintItem)]


def draw(window: MainWindow) -> None:
    """A square on the photo in hand, selected."""
    commands.add_annotation(window.document, [MaskPrompt(square(10, 10, 20))], square(10, 10, 20))


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
@pytest.mark.parametrize("key", [Qt.Key.Key_D, Qt.Key.Key_Q, Qt.Key.Key_Escape], ids=["photo", "tool", "escape"])
def test_a_stroke_that_a_key_interrupts_leaves_nothing(window: MainWindow, tool: str, key: Qt.Key) -> None:
    draw(window)
    before = window.document.project.annotations.all()
    window.toolbox.take(tool)
    begin(window, (15, 15), (25, 25), (40, 30))
    press(window, key)
    end(window, 45, 45)
    assert window.document.project.annotations.all() == before
    assert not window.draft.active
    press(window, Qt.Key.Key_A)  # back, where the key was another photo's
    assert painted(window) == []
    item = window.canvas.objects.item(window.document.objects()[0].key)
    assert item is not None and item.isVisible() and item.pos().isNull()


def test_escape_drops_a_stroke_and_keeps_the_marks_before_it(window: MainWindow) -> None:
    window.toolbox.take("tool.box")
    drag(window, (10, 10), (30, 30))
    begin(window, (40, 40), (50, 50))
    press(window, Qt.Key.Key_Escape)
    end(window, 55, 55)
    assert len(window.draft.here.prompts) == 1


def test_a_stroke_goes_to_the_object_it_began_on(window: MainWindow) -> None:
    draw(window)
    first = window.document.selected
    assert first is not None
    commands.add_annotation(window.document, [MaskPrompt(square(50, 40, 10))], square(50, 40, 10))
    window.document.select(first.key)
    window.toolbox.take("tool.brush")
    begin(window, (20, 20), (32, 20))
    press(window, Qt.Key.Key_Tab)
    end(window, 34, 20)
    changed, other = window.document.project.annotations.all()
    assert changed.mask is not None and area(changed.mask) > 400
    assert other.mask == square(50, 40, 10)


def test_the_press_that_asks_for_a_label_paints_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window.actions_["edit.undo"].trigger()  # the label
    monkeypatch.setattr(QInputDialog, "getText", lambda *args, **more: ("thing", True))
    window.toolbox.take("tool.brush")
    mouse(window, QEvent.Type.MouseButtonPress, 20, 20, LEFT, LEFT)  # the dialog takes the release
    mouse(window, QEvent.Type.MouseMove, 60, 50, NO_BUTTON, NO_BUTTON)
    assert painted(window) == [] and window.document.project.annotations.all() == ()
    drag(window, (20, 20), (40, 20))
    assert len(window.document.project.annotations.all()) == 1


def test_a_release_that_never_came_ends_the_stroke(window: MainWindow) -> None:
    window.toolbox.take("tool.brush")
    begin(window, (20, 20), (30, 20))
    mouse(window, QEvent.Type.MouseMove, 60, 50, NO_BUTTON, NO_BUTTON)
    mouse(window, QEvent.Type.MouseMove, 70, 50, NO_BUTTON, NO_BUTTON)
    assert painted(window) == [] and window.document.project.annotations.all() == ()
    begin(window, (20, 20), (30, 20))
    drag(window, (20, 40), (30, 40))  # pressed anew where the mouse had not moved in between
    (annotation,) = window.document.project.annotations.all()
    assert annotation.mask is not None
    assert area(annotation.mask) < 1500  # the second stroke alone


def test_panning_within_a_stroke_ends_neither(window: MainWindow) -> None:
    window.toolbox.take("tool.brush")
    begin(window, (20, 20), (30, 20))
    kind = QEvent.Type
    mouse(window, kind.MouseButtonPress, 30, 20, MIDDLE, LEFT | MIDDLE)
    mouse(window, kind.MouseButtonRelease, 30, 20, LEFT, MIDDLE)
    assert len(window.document.project.annotations.all()) == 1
    assert window.canvas.input._panning is not None
    mouse(window, kind.MouseButtonRelease, 30, 20, MIDDLE, NO_BUTTON)
    assert window.canvas.input._panning is None
    window.document.select(None)
    drag(window, (60, 40), (70, 40))
    assert len(window.document.project.annotations.all()) == 2


def test_a_stroke_beside_the_photo_makes_no_object(window: MainWindow) -> None:
    window.settings.set(brush=4)
    window.toolbox.take("tool.brush")
    drag(window, (-8, 30), (-8, 35))
    assert window.document.project.annotations.all() == ()
    drag(window, (8, 30), (8, 35))
    assert len(window.document.project.annotations.all()) == 1


def test_an_object_is_not_moved_off_the_photo(window: MainWindow) -> None:
    draw(window)
    for _ in range(5):
        press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    (annotation,) = window.document.project.annotations.all()
    assert annotation.mask is not None and area(annotation.mask) == 10 * 20  # the last step that leaves some of it


def test_an_empty_mask_has_no_largest_part(window: MainWindow) -> None:
    project = window.document.project
    empty = NewPrediction(1, 0, square(0, 0, 0), Scores(0.1, 0.1, 0.1, 0.1), True)
    image = window.document.current
    pass_id = project.passes.start({}, [image])
    project.passes.record(pass_id, image, [empty])
    read_again(window.document)
    (scene,) = window.document.objects()
    window.document.select(scene.key)
    window.actions_["edit.keep_largest"].trigger()
    window.actions_["edit.fill_holes"].trigger()
    assert window.document.objects() == (scene,)
