"""The state and the result of a training run, as sentences."""

from PySide6.QtCore import QCoreApplication

from vrp_core.domain.events import Estimated

from ...services.training.progress import Progress
from ...services.training.runs import Run, RunState
from ..common.text import escaped, filled
from ..common.words import run_state_words

translate = QCoreApplication.translate

_FORGOT = 5.0  # points of mIoU on the built-in photos: a loss of more is worth a warning


def state_words(run: Run) -> str:
    """What a run does, how long it will take, and what went wrong."""
    words = f"<b>{escaped(run.name)}</b>: {run_state_words(run.state)}"
    if run.pausing:
        words += ", " + translate("Training", "saving…")
    elif run.state is RunState.RUNNING:
        words += f", {_time_left(run)}"
    return f"{words}<br>{escaped(run.error)}" if run.error else words


def result_words(run: Run, used: bool) -> str:
    """What a run brought on the held-out photos, and what it cost on others; "" before the first validation."""
    words = [_on_own_photos(run, used), kept_words(run)]
    return "<br>".join(one for one in words if one)


def kept_words(run: Run) -> str:
    """Before and after on the built-in photos, with a warning where much was forgotten; "" where it is not known."""
    before, now = run.progress.kept_before, run.progress.kept_now
    if before is None or now is None:
        return ""
    words = filled(translate("Training", "On the built-in photos: before %1, now %2."), f"{before:.1f}", f"{now:.1f}")
    if before - now > _FORGOT:
        words += "<br>⚠ " + translate(
            "Training", "It has become worse on other kinds of objects. Use it only for photos like these."
        )
    return words


def lost_words() -> str:
    """Of a choice of weights that cannot be followed."""
    return "⚠ " + translate(
        "Training", "The weights chosen for this project cannot be read: the shipped ones are in use."
    )


def estimate_words(estimate: Estimated) -> str:
    """What a training takes at most."""
    minutes = estimate.seconds / 60
    time = (
        filled(translate("Training", "%1 min"), f"{minutes:.0f}")
        if minutes < 90
        else filled(translate("Training", "%1 h"), f"{minutes / 60:.1f}")
    )
    if minutes < 1:
        time = translate("Training", "1 min")
    text = translate("Training", "At most about %1, %2 on disk, %3 of memory (measured just now).")
    return filled(text, time, _bytes(estimate.disk_bytes), _bytes(estimate.memory_bytes))


def _on_own_photos(run: Run, used: bool) -> str:
    before, best = run.progress.before, run.progress.best
    if best is None:
        text = translate(
            "Training",
            "No photo could be held out, so it is unknown whether the result is better: the old weights stay in use.",
        )
        return text if run.state is RunState.FINISHED else ""
    if before is None:
        return filled(translate("Training", "Validation mIoU %1"), f"{best:.1f}")
    figures = (f"{before:.1f}", f"<b>{best:.1f}</b>")
    if best > before:
        words = filled(translate("Training", "Before %1, now %2 mIoU on held-out photos"), *figures) + _gain_words(
            run.progress
        )
        return words + (translate("Training", " In use.") if used else "")
    if run.state is RunState.FINISHED:
        text = translate("Training", "It is not better than before (%1, now %2): the old weights stay in use.")
        return filled(text, *figures)
    return filled(translate("Training", "Before %1, so far %2"), *figures)


def _gain_words(progress: Progress) -> str:
    """How sure it is that it got better; ends the sentence."""
    gain = progress.gain
    if gain is None:
        return translate("Training", ". Too few photos are held out to say how certain that is.")
    words = filled(translate("Training", " (95 %: %1 to %2 points more)."), f"{gain.low:+.1f}", f"{gain.high:+.1f}")
    return words + (translate("Training", " The interval includes zero: this may be chance.") if gain.low <= 0 else "")


def _time_left(run: Run) -> str:
    progress = run.progress
    if progress.seconds_per_step is not None:
        minutes = progress.seconds_per_step * (progress.steps - progress.step) / 60
        return filled(translate("Training", "about %1 min left"), f"{minutes:.0f}")
    if progress.features is not None:
        return filled(translate("Training", "reading photos: %1 of %2"), *(str(number) for number in progress.features))
    return translate("Training", "starting")


def _bytes(many: int) -> str:
    return f"{many / 1e9:.1f} GB" if many >= 1e9 else f"{many / 1e6:.0f} MB"
