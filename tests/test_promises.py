"""Promises of docs/promises.md that need the whole program: the demo opens no socket, and photos are not written."""

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from vrp_core.cli.main import main
from vrp_core.project import demo
from vrp_core.project.project import Project

ROOT = Path(__file__).parent.parent
# Runs a program in a Python in which every socket is an error, also those that libraries open.
WITHOUT_SOCKETS = """
import sys

def refuse(event, arguments):
    if event.startswith("socket.") and event not in {"socket.gethostname", "socket.__new__"}:
        raise RuntimeError(f"a socket was used: {event} {arguments}")
    if event == "socket.__new__" and arguments[1] != 1:  # 1 is AF_UNIX, which does not leave the machine
        raise RuntimeError(f"a socket was opened: {arguments}")

sys.addaudithook(refuse)
"""
DEMO = WITHOUT_SOCKETS + "from vrp_core.cli.main import main\nsys.exit(main(sys.argv[1:]))"
CONNECT = WITHOUT_SOCKETS + "import socket\nsocket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=5)"


def python(code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)


def test_socket_guard_stops_a_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        result = python(CONNECT, str(server.getsockname()[1]))
    assert result.returncode != 0
    assert "a socket was used: socket.getaddrinfo" in result.stderr


@pytest.mark.slow
def test_demo_pass_review_and_export_open_no_socket(tmp_path: Path, mobile_sam_file: Path) -> None:
    result = python(DEMO, "demo", "--out", str(tmp_path / "out"))
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "out" / "coco.json").is_file()


@pytest.mark.slow
def test_photos_are_not_written_by_a_pass_a_review_and_an_export(tmp_path: Path, mobile_sam_file: Path) -> None:
    project = tmp_path / "project"
    demo.make_project(project).close()
    before = digests(project / "photos")
    name = demo.REFERENCE
    assert main(["project", "annotate", str(project), name, "--label", "coin", "--point", "35,45"]) == 0
    assert main(["project", "propagate", str(project), "--method", "gp"]) == 0
    assert main(["project", "review", str(project), "accept-above", "0"]) == 0
    assert main(["project", "export", str(project), "--out", str(tmp_path / "coco.json")]) == 0
    with Project.open(project) as opened:
        assert len(opened.images.all()) == len(before)
    assert digests(project / "photos") == before


def digests(folder: Path) -> dict[str, str]:
    """sha256 of every file by its name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
