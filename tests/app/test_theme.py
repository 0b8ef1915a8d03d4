"""Icons: in the colour of the text, at every size that is asked for, faint where nothing can be chosen."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app import theme


def colors(picture: QImage) -> NDArray[np.uint8]:
    """(N, 3) RGB of the pixels that are fully covered."""
    image = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1, 4)[:, : image.width()]
    return pixels[pixels[..., 3] == 255][:, :3]


@pytest.mark.parametrize("side", [16, 24, 33, 64])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_an_icon_has_the_size_that_is_asked_for(qtbot: QtBot, side: int, scale: float) -> None:
    pixmap = theme.icon("lock").pixmap(QSize(side, side), scale)
    assert pixmap.size() == QSize(round(side * scale), round(side * scale)) and pixmap.devicePixelRatio() == scale
    assert len(colors(pixmap.toImage()))


def test_an_icon_follows_the_text_and_is_faint_where_it_cannot_be_chosen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("#ff0000", "#00ff00"):
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.ButtonText, QColor(text))
        monkeypatch.setattr(QGuiApplication, "palette", lambda palette=palette: palette)
        icon = theme.icon("lock")
        plain, faint = (icon.pixmap(QSize(24, 24), mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled))
        assert {QColor(*one).name() for one in colors(plain).tolist()} == {text}
        assert {QColor(*one).name() for one in colors(faint).tolist()} == {"#8a8a8a"}


def test_an_icon_outlives_what_it_was_made_from(qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(QIcon(theme.icon("lock")))
    theme._icon.cache_clear()
    assert not button.icon().pixmap(QSize(24, 24)).isNull()


def test_an_icon_keeps_its_shape_in_a_place_of_another(qtbot: QtBot) -> None:
    picture = QImage(60, 20, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    theme.icon("lock").paint(painter, picture.rect())
    painter.end()
    covered = [x for x in range(60) if any(picture.pixelColor(x, y).alpha() for y in range(20))]
    assert covered[0] >= 20 and covered[-1] < 40
