"""How good each pass was, told by what a person did with its results."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.services.training.acceptance import Round, rounds_of
from app.widgets.main_window import MainWindow
from app.widgets.training.acceptance_plot import AcceptancePlot
from tests.app.conftest import make_project, prediction, square
from vrp_core.domain.annotations import ReviewStatus
from vrp_core.project.project import Project


def add_pass(project: Project, weights: str) -> list[int]:
    """A pass that finds something wherever nobody has decided; the ids of what it found."""
    images = project.images.all()
    pass_id = project.passes.start({"segment": {"vrp_weights": weights}}, [image.id for image in images])
    found = [one.id for image in images for one in project.passes.record(pass_id, image.id, [prediction(1, 0.6)])]
    project.passes.finish(pass_id)
    return found


def test_each_decision_counts_for_the_pass_that_found_it(tmp_path: Path) -> None:
    with make_project(tmp_path / "project") as project:
        project.labels.add("thing")
        assert rounds_of(project.folder) == ()
        first = add_pass(project, "")
        project.review.set_status(first[:1], ReviewStatus.ACCEPTED)
        project.review.edit(first[1], square(0, 0, 9))
        project.review.set_status(first[2:3], ReviewStatus.REJECTED)
        assert rounds_of(project.folder) == (Round(1, "", 1, 1, 1),)
        add_pass(project, str(project.folder / "training" / "quick-1" / "best.safetensors"))
        second = [one.id for one in project.review.predictions(status=ReviewStatus.PENDING)]
        project.review.set_status(second[:2], ReviewStatus.ACCEPTED)
        assert rounds_of(project.folder) == (Round(1, "", 1, 1, 1), Round(2, "quick-1", 2, 0, 0))
        assert [one.share for one in rounds_of(project.folder)] == [1 / 3, 1.0]


def test_the_window_counts_the_rounds_without_asking_its_own_project(window: MainWindow, qtbot: QtBot) -> None:
    project, panel = window.document.project, window.training.panel
    found = add_pass(project, "")
    project.review.set_status(found[:2], ReviewStatus.ACCEPTED)
    asked: list[str] = []
    project._database._connection.set_trace_callback(asked.append)  # every query of the connection that clicks wait for
    window.actions_["train.show"].trigger()
    qtbot.waitUntil(lambda: panel._view.rounds._shown == (Round(1, "", 2, 0, 0),))
    window.document.touch_objects(project.images.all()[0].id)
    project.review.set_status(found[2:3], ReviewStatus.REJECTED)
    qtbot.waitUntil(lambda: panel._view.rounds._shown == (Round(1, "", 2, 0, 1),), timeout=10_000)
    assert asked and not [query for query in asked if "COUNT(*)" in query and "pass_id" in query]


def test_a_bar_for_each_round(qtbot: QtBot) -> None:
    view = AcceptancePlot()
    qtbot.addWidget(view)
    view.show()
    view.show_rounds(())
    assert view._plot is None and not view._hint.isHidden()
    view.show_rounds((Round(1, "", 1, 2, 1), Round(2, "quick-1", 3, 1, 0)))
    assert view._hint.isHidden()
    ticks = view._plot.getAxis("bottom")._tickLevels
    assert ticks == [[(0, "1: shipped"), (1, "2: quick-1")]]
    view.show_rounds(())
    assert not view._hint.isHidden() and view._plot.isHidden()
