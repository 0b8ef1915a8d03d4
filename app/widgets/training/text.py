"""What a training run is at, and what it brought, as sentences."""

from PySide6.QtCore import QCoreApplication

from vrp_core.domain.events import Estimated

from ...services.training.progress import Progress
from ...services.training.runs import Run, RunState
from ..common.text import escaped, filled

_FORGOT = 5.0  # points of mIoU on the built-in photos: a loss of more is worth a warning


def state_words(run: Run) -> str:
    """What a run does, how long it will take, and what went wrong."""
    words = f"<b>{escaped(run.name)}</b>: {_tr(run.state.value)}"
    if run.pausing:
        words += ", " + _tr("saving…")
    elif run.state is RunState.RUNNING:
        words += f", {_time_left(run)}"
    return f"{words}<br>{escaped(run.error)}" if run.error else words


def result_words(run: Run, used: bool) -> str:
    """What a run brought on the photos kept apart, and what it cost on others; "" before the first validation."""
    words = [_on_own_photos(run, used), kept_words(run)]
    return "<br>".join(one for one in words if one)


def kept_words(run: Run) -> str:
    """Before and after on the built-in photos, with a warning where much was forgotten; "" where it is not known."""
    before, now = run.progress.kept_before, run.progress.kept_now
    if before is None or now is None:
        return ""
    words = filled(_tr("On the built-in photos: before %1, now %2."), f"{before:.1f}", f"{now:.1f}")
    if before - now > _FORGOT:
        words += "<br>⚠ " + _tr("It has forgotten much of other kinds of objects: use it for photos like these only.")
    return words


def lost_words() -> str:
    """Of a choice of weights that cannot be followed."""
    return "⚠ " + _tr("The weights that were chosen for this project cannot be read: the shipped ones are in use.")


def estimate_words(estimate: Estimated) -> str:
    """What a training takes at most."""
    minutes = estimate.seconds / 60
    time = filled(_tr("%1 min"), f"{minutes:.0f}") if minutes < 90 else filled(_tr("%1 h"), f"{minutes / 60:.1f}")
    if minutes < 1:
        time = _tr("1 min")
    text = _tr("At most about %1, %2 on disk, %3 of memory (measured just now).")
    return filled(text, time, _bytes(estimate.disk_bytes), _bytes(estimate.memory_bytes))


def _on_own_photos(run: Run, used: bool) -> str:
    before, best = run.progress.before, run.progress.best
    if best is None:
        text = _tr(
            "Nothing could be kept apart to judge by, so nobody knows if it got better: the old weights stay in use."
        )
        return text if run.state is RunState.FINISHED else ""
    if before is None:
        return filled(_tr("Validation mIoU %1"), f"{best:.1f}")
    figures = (f"{before:.1f}", f"<b>{best:.1f}</b>")
    if best > before:
        words = filled(_tr("Before %1, now %2 mIoU on photos kept apart"), *figures) + _gain_words(run.progress)
        return words + (_tr(" In use.") if used else "")
    if run.state is RunState.FINISHED:
        text = _tr("It did not get better than before (%1, now %2): the old weights stay in use.")
        return filled(text, *figures)
    return filled(_tr("Before %1, so far %2"), *figures)


def _gain_words(progress: Progress) -> str:
    """How sure it is that it got better; ends the sentence."""
    gain = progress.gain
    if gain is None:
        return _tr(". Too few photos are kept apart to say how sure that is.")
    words = filled(_tr(" (95 %: %1 to %2 points more)."), f"{gain.low:+.1f}", f"{gain.high:+.1f}")
    return words + (_tr(" So few photos cannot tell this from chance.") if gain.low <= 0 else "")


def _time_left(run: Run) -> str:
    progress = run.progress
    if progress.seconds_per_step is not None:
        minutes = progress.seconds_per_step * (progress.steps - progress.step) / 60
        return filled(_tr("about %1 min left"), f"{minutes:.0f}")
    if progress.features is not None:
        return filled(_tr("reading photos: %1 of %2"), *(str(number) for number in progress.features))
    return _tr("starting")


def _bytes(many: int) -> str:
    return f"{many / 1e9:.1f} GB" if many >= 1e9 else f"{many / 1e6:.0f} MB"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Training", text)
