"""`make audit`: known vulnerabilities of what is installed. Fails also when a package could not be checked, as offline.

pip-audit alone reports success for packages that it could not look up.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Wheels from other places than PyPI: the CPU builds of torch, and this program.
NOT_ON_PYPI = {"torch", "torchvision", "vrp-annotator"}


def problems(report: Mapping[str, Any]) -> list[str]:
    """One line for each vulnerability, and for each package that should have been checked and was not."""
    lines = []
    for package in report["dependencies"]:
        name = package["name"]
        if "skip_reason" in package:
            if name not in NOT_ON_PYPI:
                lines.append(f"{name}: not checked: {package['skip_reason']}")
            continue
        for found in package["vulns"]:
            fixed = ", ".join(found["fix_versions"]) or "no version yet"
            lines.append(f"{name} {package['version']}: {found['id']}, fixed in {fixed}")
    return lines


def main() -> int:
    """Run pip-audit, print the problems; returns the exit status."""
    program = Path(sys.executable).with_name("pip-audit")
    command = [str(program), "--format", "json", "--progress-spinner", "off", *sys.argv[1:]]
    result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if not result.stdout:
        return result.returncode or 1
    report = json.loads(result.stdout)
    found = problems(report)
    print("\n".join(found) or f"{len(report['dependencies'])} packages, no known vulnerability")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
