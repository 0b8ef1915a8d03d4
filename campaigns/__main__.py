"""Runs all campaigns and prints the table.

    python -m campaigns [--minutes M] [--seed S] [--only NAME ...] [--out FILE]     (make campaign MINUTES=5)

Without minutes it is the full run: 10,000 damaged inputs and 300 kills. Stopped by Ctrl-C or SIGTERM it prints what it
has counted; the file has the table after each campaign. Linux only: children are forked.
"""

import argparse
import os
import pickle
import secrets
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NoReturn

from campaigns import kills, readers, surroundings
from campaigns.outcomes import Campaign, Outcome, Table, carry_out

_LONG = 60.0  # minutes from which the networks are run too

CAMPAIGNS = (
    Campaign("project-files", readers.project_files, 1500, 2.0),
    Campaign("project-rows", readers.project_rows, 2000, 3.0),
    Campaign("marks", readers.marks, 1500, 1.5),
    Campaign("coco", readers.coco, 1500, 1.5),
    Campaign("settings", readers.settings, 1000, 0.5),
    Campaign("run-files", readers.run_files, 1000, 0.5),
    Campaign("checkpoints", readers.checkpoints, 1000, 1.5),
    Campaign("training-states", readers.training_states, 1000, 1.0),
    Campaign("pictures", readers.pictures, 3000, 2.0),
    Campaign("storing", kills.storing, 150, 1.5),
    Campaign("commands", kills.commands, 150, 2.0),
    Campaign("disks", surroundings.disks, 60, 1.0),
    Campaign("vanishing", surroundings.vanishing, 60, 1.0),
    Campaign("clocks", surroundings.clocks, 30, 0.5),
    Campaign("races", surroundings.races, 125, 0.5),
    Campaign("memory", surroundings.memory, 60, 1.0),
    Campaign("endurance", surroundings.endurance, 4, 1.0),
    Campaign("passes", kills.passes, 20, 0.0),  # the networks take minutes: only in long runs or on request
    Campaign("labelling", kills.labelling, 20, 0.0),
    Campaign("trainings", kills.trainings, 10, 0.0),
)


def main() -> int:
    """Run the campaigns; the exit status is 1 if anything failed, 130 if they were stopped."""
    args = _arguments()
    seed = args.seed if args.seed is not None else secrets.randbelow(2**32)
    print(f"seed {seed}", flush=True)
    os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="campaign-log-")  # the command line writes its traces here
    long = args.minutes is None or args.minutes >= _LONG
    chosen = [one for one in CAMPAIGNS if one.name in args.only or (not args.only and (one.share or long))]
    shares = sum(one.share or 1.0 for one in chosen)
    whole = Table()
    stop = _Stop()
    for campaign in chosen:
        seconds = None if args.minutes is None else 60 * args.minutes * (campaign.share or 1.0) / shares
        table = Table()
        for outcome in _in_a_process_of_its_own(campaign, seed, seconds, args.evidence, stop):
            table.count(outcome)
            whole.count(outcome)
        tried = sum(row.tried for row in table.rows.values())
        print(f"{campaign.name}: tried {tried}, failures {table.failures}", flush=True)
        _keep(args.out, seed, whole, stop.asked)  # now: what ends this process may leave no time for it
        if stop.asked:
            break
    print("", _keep(args.out, seed, whole, stop.asked), sep="\n")
    return 130 if stop.asked else 1 if whole.failures else 0


def _keep(file: Path | None, seed: int, table: Table, stopped: bool) -> str:
    """Write the table to the file, if there is one; returns it as text."""
    text = table.text() + ("\n\nStopped before its end.\n" if stopped else "\n")
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Seed {seed}.\n\n{text}", encoding="utf-8")
    return text


class _Stop:
    """Ctrl-C and SIGTERM end the campaign that runs. An exception would be lost where a fork calls libraries back."""

    def __init__(self) -> None:
        self.asked = False
        self.running = 0  # the process group of the campaign that runs
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: object) -> None:
        self.asked = True
        self.end()

    def end(self) -> None:
        """Kill the campaign that runs, and its children."""
        if self.running:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.running, signal.SIGKILL)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m campaigns")
    parser.add_argument("--minutes", type=float, help="approximate duration; default: a full run")
    parser.add_argument("--seed", type=int, help="seed of an earlier run, to repeat it")
    parser.add_argument("--only", nargs="+", choices=[one.name for one in CAMPAIGNS], default=[], metavar="NAME")
    parser.add_argument("--out", type=Path, help="file to write the table to")
    parser.add_argument(
        "--evidence", type=Path, default=Path("out/campaign"), help="folder to keep inputs that caused failures"
    )
    return parser.parse_args()


def _in_a_process_of_its_own(
    campaign: Campaign, seed: int, seconds: float | None, evidence: Path, stop: _Stop
) -> Iterator[Outcome]:
    """Run a campaign in its own process, so that its libraries and threads are not in the next one's children.

    Yields each outcome as it comes. A campaign that breaks down itself is a failure like others.
    """
    read, write = os.pipe()
    with tempfile.TemporaryDirectory(prefix="campaign-", ignore_cleanup_errors=True) as folder:
        child = os.fork()
        if child == 0:
            os.close(read)
            _be_campaign(campaign, seed, seconds, Path(folder), evidence, write)
        os.close(write)
        with suppress(OSError):  # the child does it too, whichever comes first
            os.setpgid(child, child)  # a Ctrl-C is for this process, which ends the group
        stop.running = child
        if stop.asked:  # meanwhile
            stop.end()
        try:
            with os.fdopen(read, "rb") as pipe:
                yield from _received(pipe)
            _, status = os.waitpid(child, 0)
        finally:
            stop.end()  # also what it has started
            stop.running = 0
        if status and not stop.asked:
            yield Outcome(f"the campaign {campaign.name}", f"it broke down itself (status {status}); see above")


def _be_campaign(
    campaign: Campaign, seed: int, seconds: float | None, folder: Path, evidence: Path, write: int
) -> NoReturn:
    status = 1
    try:
        os.setpgid(0, 0)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        with os.fdopen(write, "wb") as pipe:
            for outcome in carry_out(campaign, seed, seconds, folder, evidence):
                pickle.dump(outcome, pipe)
                pipe.flush()
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        os._exit(status)


def _received(pipe: BinaryIO) -> Iterator[Outcome]:
    while True:
        try:
            outcome: Outcome = pickle.load(pipe)
        except (EOFError, pickle.UnpicklingError):  # its end, or it was killed while it wrote
            return
        yield outcome


if __name__ == "__main__":
    sys.exit(main())
