"""`doctor`: checks the installation and prints one line that fixes each problem."""

import argparse
import json
from dataclasses import asdict

from vrp_core.cli.installation import examine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """Run the command. Prints plain text, because the table library itself may be broken."""
    findings = []
    for finding in examine():
        findings.append(finding)
        if not args.json:
            print(f"{'ok ' if finding.ok else 'NOT'}  {finding.what:28} {finding.detail}")
            if finding.repair:
                print(f"     to fix it: {finding.repair}")
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings]))
    return 0 if all(finding.ok for finding in findings) else 1
