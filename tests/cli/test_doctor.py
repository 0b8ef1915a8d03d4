"""The doctor looks at an installation, broken ones too."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# Runs the doctor in a Python in which some packages cannot be imported.
BLOCKED = """
import sys
blocked = set(sys.argv.pop(1).split(","))
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in blocked:
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocker())
from vrp_core.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("blocked", ["nothing", "torch,torchvision", "PySide6,rich,cv2,timm"])
def test_it_runs_whatever_is_broken(blocked: str, mobile_sam_file: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", BLOCKED, blocked, "doctor", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    findings = {finding["what"]: finding for finding in json.loads(result.stdout)}
    assert {
        "python",
        "torch",
        "PySide6",
        "device",
        "weights mobile_sam",
        "cache",
        "feature cache",
        "disk",
    } <= findings.keys()
    assert result.returncode == (0 if all(finding["ok"] for finding in findings.values()) else 1)
    assert all(finding["ok"] or finding["repair"] for finding in findings.values())
    assert findings["python"]["ok"] and findings["torch"]["ok"]


def test_the_feature_cache_is_named_with_its_size_and_limit(tmp_path: Path) -> None:
    entry = tmp_path / "features" / "ab" / "abcd"
    entry.parent.mkdir(parents=True)
    with entry.open("wb") as file:
        file.truncate(1_300_000_000)
    result = subprocess.run(
        [sys.executable, "-m", "vrp_core", "doctor", "--json"],
        cwd=ROOT,
        env=os.environ | {"VRP_ANNOTATOR_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    (found,) = [one for one in json.loads(result.stdout) if one["what"] == "feature cache"]
    assert found["ok"] and found["detail"] == f"1.3 GB of at most 21.5 GB in {tmp_path / 'features'}"


def test_missing_weights_are_reported_with_their_remedy(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "vrp_core", "doctor"],
        cwd=ROOT,
        env=os.environ | {"VRP_ANNOTATOR_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "python -m vrp_core models fetch mobile_sam" in result.stdout
