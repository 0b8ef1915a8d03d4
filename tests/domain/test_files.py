"""Files that are written whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vrp_core.domain import files
from vrp_core.domain.errors import DiskFull
from vrp_core.domain.files import write_file


def test_a_file_is_replaced_in_one_step_and_its_folder_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file.txt"
    assert write_file(path, b"first") == path
    write_file(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="a process is killed by a signal")
def test_what_a_killed_process_left_is_removed_by_the_next_and_nothing_else(tmp_path: Path) -> None:
    killed = """
import os, signal, sys
from pathlib import Path
from vrp_core.domain import files
files.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
files.write_file(Path(sys.argv[1]) / "a.json", b"half")
"""
    for _ in range(2):
        subprocess.run([sys.executable, "-c", killed, str(tmp_path)], check=False)
        assert len(list(tmp_path.glob(".*.part"))) == 1  # the second process has removed the first one's
    ours = tmp_path / f".{'0' * 16}.{files._HOST}.{os.getpid()}.part"
    others = tmp_path / f".{'0' * 16}.00000000.1.part"
    for path in (ours, others, tmp_path / "weights.pt.part", old := tmp_path / f".{'1' * 16}.part"):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    write_file(tmp_path / "a.json", b"whole")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {ours.name, others.name, "weights.pt.part", "a.json"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_a_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    assert write_file(tmp_path / "file", b"").stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize(
    ("number", "expected"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EIO, OSError)]
)
def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception]
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    path = write_file(tmp_path / "file.txt", b"first")
    monkeypatch.setattr(os, "fsync", fail)  # a full disk cannot be had without one
    with pytest.raises(expected):
        write_file(path, b"second")
    with pytest.raises(expected):
        write_file(tmp_path / "new" / "folder" / "file.txt", b"first")
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]
