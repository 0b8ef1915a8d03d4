"""The model page: what there is, what goes together and why not, downloads after consent, and the project's choice."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.model import commands
from app.services.training import runs
from app.widgets.dialogs.model import ModelDialog
from app.widgets.dialogs.weights import FetchWeightsDialog
from app.widgets.main_window import MainWindow
from tests.app.conftest import square
from tests.app.services.test_models import own_weights
from vrp_core.domain.annotations import Role
from vrp_core.domain.files import file_digest
from vrp_core.domain.prompts import MaskPrompt
from vrp_core.inference.pass_inputs import config_of, start_pass
from vrp_core.weights import catalogue, fetching, store
from vrp_core.weights.download import FileFact, UrlSource


@pytest.fixture
def requests_seen() -> list[str]:
    return []


@pytest.fixture
def go_on() -> Iterator[threading.Event]:
    """Until it is set, the server sends only the first half of a file."""
    event = threading.Event()
    event.set()
    yield event
    event.set()


@pytest.fixture
def vit_b(
    tmp_path: Path, requests_seen: list[str], go_on: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """ViT-B on a server of this machine, whose cache holds MobileSAM only; gives the file."""
    file = tmp_path / "tiny.pth"
    torch.save({"mask_decoder.a": torch.ones(300_000)}, file)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests_seen.append(self.path)
            content = file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            go_on.wait(30)
            self.wfile.write(content[len(content) // 2 :])

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    fact = FileFact(file.stat().st_size, file_digest(file))
    source = UrlSource(f"http://127.0.0.1:{server.server_port}/tiny.pth", fact)
    monkeypatch.setitem(
        catalogue.CATALOGUE, "sam_vit_b", catalogue.Weights("sam_vit_b", "Apache-2.0", "sam", (source,))
    )
    folder = tmp_path / "cache" / "weights"
    folder.mkdir(parents=True)
    (folder / "mobile_sam.safetensors").write_bytes(bytes(41_000_000))  # it is listed, and not loaded
    monkeypatch.setenv(store.CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    yield file
    go_on.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(vit_b: Path, window: MainWindow) -> ModelDialog:
    window.actions_["train.model"].trigger()
    page = window.findChild(ModelDialog)
    assert page is not None
    return page


def press(widget: object, text: str, number: int = 0) -> None:
    found = [one for one in widget.findChildren(QPushButton) if one.text() == text]  # type: ignore[attr-defined]
    QTest.mouseClick(found[number], Qt.MouseButton.LeftButton)


def pick(page: ModelDialog, group: str, name: str) -> None:
    button = page.option(group, name)
    assert button.isEnabled(), button.toolTip()
    button.click()


def checked(page: ModelDialog) -> set[str]:
    return {one.objectName() for one in page._rows.findChildren(QRadioButton) if one.isChecked()}


def test_it_lists_everything_with_size_licence_and_whether_it_is_here(page: ModelDialog) -> None:
    assert checked(page) == {"sam mobile_sam", "method vrp", "weights shipped", "semantic efficientnet_lite2"}
    listed = {one.objectName() for one in page._rows.findChildren(QRadioButton)}
    assert listed == {
        *(f"{'sam' if one.kind == 'sam' else 'semantic'} {one.id}" for one in catalogue.CATALOGUE.values()),
        *("method vrp", "method gp", "weights shipped"),
    }
    facts = [one.text() for one in page._rows.findChildren(QLabel)]
    assert "41 MB, Apache-2.0, on this machine" in facts
    assert "size not known, BSD-3-Clause, not here" in facts
    assert any("for MobileSAM / SAM ViT-H with efficientnet_lite2" in one for one in facts)


def test_what_cannot_work_says_why(page: ModelDialog) -> None:
    assert "not on this machine" in page.option("sam", "sam_vit_h").toolTip()
    assert "trained with efficientnet_lite2" in page.option("semantic", "efficientnet_lite0").toolTip()
    assert "These are in use" in page.use_button.toolTip()
    pick(page, "method", "gp")
    assert "needs no weights" in page.option("weights", "shipped").toolTip()
    assert page.option("semantic", "efficientnet_lite0").isEnabled()
    assert "not on this machine" in page.option("semantic", "resnet50").toolTip()
    assert not any(page.option("semantic", name).isEnabled() for name in ("resnet50", "dinov2_vitb14"))


def test_a_download_waits_for_consent_and_the_sam_can_then_be_used(
    page: ModelDialog, window: MainWindow, requests_seen: list[str], qtbot: QtBot
) -> None:
    press(page, "Download…")
    consent = page.findChild(FetchWeightsDialog)
    assert consent is not None and consent.windowTitle() == "Download SAM ViT-B?"
    qtbot.wait(100)
    assert requests_seen == []
    with qtbot.waitSignal(window.model.loading.ready, timeout=60_000):
        press(consent, "Download")
    assert requests_seen == ["/tiny.pth"]
    sam = page.option("sam", "sam_vit_b")
    assert not sam.isEnabled() and "No weights are trained for SAM ViT-B" in sam.toolTip()
    pick(page, "method", "gp")
    pick(page, "sam", "sam_vit_b")
    pick(page, "semantic", "efficientnet_lite0")
    assert "No weights are trained for SAM ViT-B" in page.option("method", "vrp").toolTip()
    QTest.mouseClick(page.use_button, Qt.MouseButton.LeftButton)
    config = window.handlers.engine_config()
    assert (config.method, config.sam, config.semantic) == ("gp", "sam_vit_b", "efficientnet_lite0")
    document = window.document
    commands.add_annotation(
        document, [MaskPrompt(square(10, 10, 20))], None, Role.REFERENCE, document.project.images.all()[0].id
    )
    assert config_of(document.project, start_pass(document.project, config)) == config


def test_a_download_can_be_stopped_and_one_runs_at_a_time(
    page: ModelDialog, window: MainWindow, go_on: threading.Event, qtbot: QtBot
) -> None:
    go_on.clear()
    press(page, "Download…")
    consent = page.findChild(FetchWeightsDialog)
    assert consent is not None
    press(consent, "Download")
    qtbot.waitUntil(lambda: page._bar.maximum() > 0 and page._bar.value() > 0)
    assert page._bar.isVisible()
    assert not any(one.isEnabled() for one in page.findChildren(QPushButton) if one.text() == "Download…")
    with qtbot.waitSignal(window.model.loading.ended, timeout=60_000):
        press(page, "Cancel")
        go_on.set()
    assert not page._bar.isVisible() and not page.findChildren(QMessageBox)
    assert "not on this machine" in page.option("sam", "sam_vit_b").toolTip()


def test_a_file_that_the_person_has_is_taken_and_a_wrong_one_refused(
    page: ModelDialog, vit_b: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "wrong.pth"
    wrong.write_bytes(b"nothing of the kind")
    chosen = iter((str(wrong), str(vit_b)))
    monkeypatch.setattr("app.widgets.dialogs.model.QFileDialog.getOpenFileName", lambda *_: (next(chosen), ""))
    press(page, "Use a file I have…")
    qtbot.waitUntil(lambda: bool(page.findChildren(QMessageBox)))
    (box,) = page.findChildren(QMessageBox)
    assert "wrong.pth" in box.text()
    box.close()
    press(page, "Use a file I have…")
    qtbot.waitUntil(lambda: "No weights are trained" in page.option("sam", "sam_vit_b").toolTip())


def test_weights_bring_their_sam_and_the_training_panel_agrees(
    vit_b: Path, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    project = window.document.project.folder
    own = own_weights(project, "sam_vit_b")
    fetching.import_file("sam_vit_b", vit_b)
    page = window.model.show_page()
    assert "sees photos in another way" in page.option("weights", "quick-1").toolTip()
    pick(page, "sam", "sam_vit_b")
    assert checked(page) == {"sam sam_vit_b", "method vrp", "weights quick-1", "semantic efficientnet_lite2"}
    QTest.mouseClick(page.use_button, Qt.MouseButton.LeftButton)
    config = window.handlers.engine_config()
    assert (config.method, config.sam, config.vrp_weights) == ("vrp", "sam_vit_b", str(own))
    window.training.panel._revert()  # the shipped ones, which do not work with it
    config = window.handlers.engine_config()
    assert (config.method, config.sam, config.vrp_weights) == ("vrp", "mobile_sam", "")


def test_weights_that_were_chosen_elsewhere_say_which_encoder_is_in_use(vit_b: Path, window: MainWindow) -> None:
    project = window.document.project.folder
    runs.choose(project, own_weights(project, "mobile_sam", "efficientnet_lite0"))
    page = window.model.show_page()
    assert checked(page) == {"sam mobile_sam", "method vrp", "weights quick-1", "semantic efficientnet_lite0"}
    assert "These are in use" in page.use_button.toolTip()


def test_the_keyboard_stays_where_it_was(page: ModelDialog) -> None:
    button = page.option("method", "gp")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    focused = QApplication.focusWidget()
    assert focused is not None and focused.objectName() == "method gp"
    assert "method gp" in checked(page)
