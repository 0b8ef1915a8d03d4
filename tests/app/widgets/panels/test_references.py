"""The references' pictures: each takes long, so each is drawn once, and again only when it changed itself."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.model import commands, label_commands
from app.model.document import Document
from app.model.objects import ObjectKey, object_of
from app.services.thumbnails import Thumbnails
from app.widgets.panels.references import ReferencesPanel
from tests.app.conftest import prediction, read_again, square
from vrp_core.domain.annotations import Role
from vrp_core.domain.prompts import MaskPrompt


@pytest.fixture
def thumbnails(qtbot: QtBot) -> Iterator[Thumbnails]:
    thumbnails = Thumbnails()
    yield thumbnails
    thumbnails.close()


@pytest.fixture
def panel(document: Document, thumbnails: Thumbnails, qtbot: QtBot) -> Iterator[ReferencesPanel]:
    """Three references, each on a photo of its own, all drawn."""
    panel = ReferencesPanel(document, thumbnails)
    qtbot.addWidget(panel)
    for row in document.images.every[:3]:
        document.show_image(row.image.id)
        commands.add_annotation(document, [MaskPrompt(square(5, 5, 20))], square(5, 5, 20), Role.REFERENCE)
        draw(document, thumbnails, qtbot, row.image.id)
    shown: list[int] = []
    while shown != pictures(panel):  # the panel asks for pictures, too
        shown = pictures(panel)
        qtbot.wait(300)
    yield panel
    thumbnails.close()
    QCoreApplication.sendPostedEvents()  # what was made last arrives while the panel is there


def draw(document: Document, thumbnails: Thumbnails, qtbot: QtBot, image_id: int) -> None:
    before = thumbnails.get(image_id)
    thumbnails.ask(document.images.record(image_id), document.file_of(image_id), [])
    # No `waitSignal`: a second picture of the photo would be told to a receiver that is gone, which crashes PySide.
    qtbot.waitUntil(lambda: thumbnails.get(image_id) is not None and thumbnails.get(image_id) is not before)


def pictures(panel: ReferencesPanel) -> list[int]:
    return [panel.list.item(row).icon().cacheKey() for row in range(panel.list.count())]


def changed(before: list[int], after: list[int]) -> list[bool]:
    return [one != other for one, other in zip(before, after, strict=True)]


def test_each_reference_has_a_picture(panel: ReferencesPanel) -> None:
    brightest = [
        panel.list.item(row).icon().pixmap(96, 72).toImage().pixelColor(20, 20).lightness() for row in range(3)
    ]
    assert all(lightness > 150 for lightness in brightest)


def test_a_new_thumbnail_redraws_its_own_reference_only(
    panel: ReferencesPanel, document: Document, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    before, ids = pictures(panel), [row.image.id for row in document.images.every]
    draw(document, thumbnails, qtbot, ids[1])
    qtbot.waitUntil(lambda: changed(before, pictures(panel)) == [False, True, False])
    before = pictures(panel)
    draw(document, thumbnails, qtbot, ids[4])
    qtbot.wait(50)
    assert pictures(panel) == before


def test_what_a_pass_finds_elsewhere_redraws_nothing(panel: ReferencesPanel, document: Document) -> None:
    before, item = pictures(panel), panel.list.item(0)
    image_id = document.images.every[4].image.id
    pass_id = document.project.passes.start({}, [image_id])
    document.project.passes.record(pass_id, image_id, [prediction(1, 0.4)])
    document.touch_objects(image_id)
    read_again(document)
    assert pictures(panel) == before and panel.list.item(0) is item


def test_a_changed_reference_is_redrawn_alone(panel: ReferencesPanel, document: Document) -> None:
    before = pictures(panel)
    second = document.project.annotations.all(role=Role.REFERENCE)[1]
    scene = object_of(document.project, ObjectKey("annotation", second.id))
    commands.change_region(document, scene, square(40, 5, 9))
    assert changed(before, pictures(panel)) == [False, True, False]
    commands.set_role(document, scene, Role.TRUTH)
    assert panel.list.count() == 2


def test_another_colour_redraws_all(panel: ReferencesPanel, document: Document) -> None:
    before = pictures(panel)
    assert document.label is not None
    label_commands.change_label(document, replace(document.label, color="#123456"))
    assert changed(before, pictures(panel)) == [True, True, True]


def test_a_picture_stays_until_there_is_a_new_thumbnail(
    panel: ReferencesPanel, document: Document, thumbnails: Thumbnails
) -> None:
    before = pictures(panel)
    thumbnails.outdate(0)
    document.touch_labels()
    assert pictures(panel) == before


def test_the_first_reference_is_of_the_current_label(panel: ReferencesPanel, document: Document) -> None:
    label_commands.add_label(document, "other")
    last = object_of(
        document.project, ObjectKey("annotation", document.project.annotations.all(role=Role.REFERENCE)[2].id)
    )
    assert document.label is not None
    commands.set_label(document, last, document.label.id)
    first = panel.first()
    assert first is not None and first.key == last.key
    document.close()
    assert panel.first() is None and panel.list.count() == 0


def test_a_reference_whose_photo_no_list_shows_has_its_picture_too(
    panel: ReferencesPanel, document: Document, thumbnails: Thumbnails, qtbot: QtBot
) -> None:
    thumbnails.forget()  # as when a project is opened
    panel._shown.clear()
    panel._read_all()
    qtbot.waitUntil(lambda: all(one.drawn_from is not None for one in panel._shown.values()))
    test_each_reference_has_a_picture(panel)
