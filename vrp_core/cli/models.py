"""`models list|fetch|import|verify|remove`."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from vrp_core.cli.terminal import OUT, byte_progress, print_table
from vrp_core.weights import catalogue, fetching, store
from vrp_core.weights.origins import origins


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="list all weights and whether they are on this machine")
    listing.add_argument("--json", action="store_true")
    for name, sentence in (
        ("fetch", "download weights to this machine"),
        ("verify", "check that cached weights are unchanged"),
        ("remove", "delete cached weights"),
    ):
        actions.add_parser(name, help=sentence).add_argument("ids", nargs="+", metavar="ID")
    importing = actions.add_parser("import", help="import a weights file you already have")
    importing.add_argument("id", metavar="ID")
    importing.add_argument("file", type=Path)


def run(args: argparse.Namespace) -> int:
    """Run the command."""
    if args.action == "list":
        _list(args.json)
    elif args.action == "import":
        OUT.print(f"{args.id}: {fetching.import_file(args.id, args.file)}", soft_wrap=True)
    else:
        for weights_id in args.ids:
            _ACTIONS[args.action](weights_id)
    return 0


def _list(as_json: bool) -> None:
    found = [(row, store.status(row.id)) for row in catalogue.CATALOGUE.values()]
    if as_json:
        print(json.dumps([asdict(status) | {"licence": row.licence, "kind": row.kind} for row, status in found]))
        return
    table = Table("weights", "here", "licence", "detail", box=None)
    for row, status in found:
        table.add_row(row.id, "yes" if status.present else "no", row.licence, status.detail)
    print_table(table)


def _fetch(weights_id: str) -> None:
    if not store.status(weights_id).present:
        for origin in origins(weights_id):
            OUT.print(f"{origin.address}, {origin.megabytes}, sha256 {' '.join(origin.digests)}", soft_wrap=True)
    with byte_progress(weights_id) as progress:
        path = fetching.fetch(weights_id, progress)
    OUT.print(f"{weights_id}: {path or 'ready'}", soft_wrap=True)


def _verify(weights_id: str) -> None:
    store.verify(weights_id)
    OUT.print(f"{weights_id}: as it was placed")


def _remove(weights_id: str) -> None:
    store.remove(weights_id)
    OUT.print(f"{weights_id}: removed")


_ACTIONS = {"fetch": _fetch, "verify": _verify, "remove": _remove}
