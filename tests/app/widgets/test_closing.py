"""What a person sees of a program that is ending."""

import pytest

from app.widgets.main_window import MainWindow


def test_the_window_is_gone_before_anything_is_waited_for(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    visible: list[bool] = []
    use, close = window.engine.use, window.engine.close
    monkeypatch.setattr(window.engine, "use", lambda project: (visible.append(window.isVisible()), use(project)))
    monkeypatch.setattr(window.engine, "close", lambda: (visible.append(window.isVisible()), close()))
    assert window.isVisible()
    window.close()
    assert visible == [False, False]
