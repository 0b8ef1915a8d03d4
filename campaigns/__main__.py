"""Runs all campaigns and prints the table.

    python -m campaigns [--minutes M] [--seed S] [--only NAME ...] [--out FILE]     (make campaign MINUTES=5)

Without minutes it is the full run: 10,000 damaged inputs and 300 kills. Linux only: children are forked.
"""

import argparse
import os
import pickle
import secrets
import sys
import tempfile
from pathlib import Path

from campaigns import kills, readers, surroundings
from campaigns.outcomes import Campaign, Table, carry_out

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
    Campaign("passes", kills.passes, 20, 0.0),  # the networks take minutes: only in full runs or on request
    Campaign("trainings", kills.trainings, 10, 0.0),
)


def main() -> int:
    """Run the campaigns; the exit status is 1 if anything failed."""
    args = _arguments()
    seed = args.seed if args.seed is not None else secrets.randbelow(2**32)
    print(f"seed {seed}", flush=True)
    os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="campaign-log-")  # the command line writes its traces here
    chosen = [one for one in CAMPAIGNS if one.name in args.only or (not args.only and (one.share or not args.minutes))]
    shares = sum(one.share or 1.0 for one in chosen)
    whole = Table()
    for campaign in chosen:
        seconds = None if args.minutes is None else 60 * args.minutes * (campaign.share or 1.0) / shares
        table = _in_a_process_of_its_own(campaign, seed, seconds, args.evidence)
        whole.rows |= table.rows
        tried = sum(row.tried for row in table.rows.values())
        print(f"{campaign.name}: tried {tried}, failures {table.failures}", flush=True)
    print("", whole.text(), sep="\n")
    if args.out is not None:
        args.out.write_text(f"Seed {seed}.\n\n{whole.text()}\n", encoding="utf-8")
    return 1 if whole.failures else 0


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


def _in_a_process_of_its_own(campaign: Campaign, seed: int, seconds: float | None, evidence: Path) -> Table:
    """Run a campaign in its own process, so that its libraries and threads are not in the next one's children."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(read)
            with tempfile.TemporaryDirectory(prefix="campaign-") as folder, os.fdopen(write, "wb") as pipe:
                pipe.write(pickle.dumps(carry_out(campaign, seed, seconds, Path(folder), evidence)))
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            os._exit(status)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    if not said:
        raise SystemExit(f"the campaign {campaign.name} itself broke down; its reason is above")
    table: Table = pickle.loads(said)
    return table


if __name__ == "__main__":
    sys.exit(main())
