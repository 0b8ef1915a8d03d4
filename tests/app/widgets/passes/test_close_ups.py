"""The switch for close-ups: the menu, the settings and the next pass agree."""

from PySide6.QtWidgets import QCheckBox

from app.widgets.dialogs.settings import SettingsDialog
from app.widgets.main_window import MainWindow


def test_the_menu_switches_close_ups_on_for_the_next_pass_and_the_settings_show_it(window: MainWindow) -> None:
    assert window.handlers.engine_config().close_ups == 1
    window.actions_["pass.close_ups"].trigger()
    assert window.handlers.engine_config().close_ups == 2
    dialog = SettingsDialog(window.settings, window)
    box = dialog.findChild(QCheckBox, "close_ups")
    assert isinstance(box, QCheckBox) and box.isChecked()
    box.click()
    dialog.accept()
    assert not window.actions_["pass.close_ups"].isChecked()
    assert window.handlers.engine_config().close_ups == 1
