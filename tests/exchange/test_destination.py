"""Where exports go: all or nothing, nothing stale, nobody's own file replaced."""

import errno
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from vrp_core.domain.errors import BadFile, DiskFull, WouldReplace
from vrp_core.domain.files import unfinished_name, write_file
from vrp_core.exchange.destination import RECORD, Written, write_folder, write_single


def export(
    folder: Path, names: Sequence[str], text: str = "ours", replace: bool = False, kind: str = "yolo"
) -> Written:
    def write(place: Path) -> list[Path]:
        for name in names:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text)
        return [place / name for name in names]

    return write_folder(folder, kind, write, replace=replace)


def there(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {RECORD}


def test_a_second_export_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    export(tmp_path, ["a.txt", "sub/deep/b.txt"])
    export(tmp_path, ["mask.png"], kind="mask-png")
    written = export(tmp_path, ["a.txt"], "newer")
    assert there(tmp_path) == {"a.txt", "mask.png"} and not (tmp_path / "sub").exists()
    assert (tmp_path / "a.txt").read_text() == "newer"
    assert [path.name for path in written.removed] == ["b.txt"]


def test_a_file_that_somebody_else_made_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("mine")
    with pytest.raises(WouldReplace) as caught:
        export(tmp_path, ["a.txt", "b.txt"])
    assert caught.value.names == ("b.txt",)
    assert there(tmp_path) == {"b.txt"} and (tmp_path / "b.txt").read_text() == "mine"
    export(tmp_path, ["a.txt", "b.txt"], replace=True)
    assert (tmp_path / "b.txt").read_text() == "ours"


def test_a_file_of_an_export_that_somebody_changed_is_theirs_now(tmp_path: Path) -> None:
    export(tmp_path, ["a.txt", "b.txt"])
    (tmp_path / "a.txt").write_text("corrected by hand")
    with pytest.raises(WouldReplace):
        export(tmp_path, ["a.txt"])
    written = export(tmp_path, ["b.txt"])
    assert [path.name for path in written.kept] == ["a.txt"] and there(tmp_path) == {"a.txt", "b.txt"}


def test_an_export_that_fails_changes_nothing(tmp_path: Path) -> None:
    export(tmp_path, ["a.txt"])

    def fail(place: Path) -> list[Path]:
        (place / "a.txt").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path, "yolo", fail)
    assert (tmp_path / "a.txt").read_text() == "ours" and [*tmp_path.glob(".*")] == []


def test_what_a_killed_export_left_is_removed_and_what_another_writes_is_not(tmp_path: Path) -> None:
    name = unfinished_name()
    token, machine, _, _ = name[1:].split(".")
    dead, alive = f".{token}.{machine}.999999999.part", f".{token}.{machine}.1.part"
    (tmp_path / dead).mkdir()
    (tmp_path / dead / "x").write_text("half")
    (tmp_path / alive).write_text("being written")
    export(tmp_path, ["a.txt"])
    assert there(tmp_path) == {"a.txt", alive}


@pytest.mark.parametrize("damage", ["", "[]", '{"exports": {"yolo": {"files": {"../mine.txt": ""}}}}', "[" * 100_000])
def test_a_record_that_is_damaged_or_forged_removes_nothing(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "mine.txt").write_text("")
    (folder / RECORD).write_text(damage)
    export(folder, ["a.txt"])
    assert (tmp_path / "mine.txt").exists() and there(folder) == {"a.txt"}


def test_files_in_the_way_of_folders_are_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file")
    with pytest.raises(BadFile, match="in the way"):
        export(tmp_path, ["a/b.txt"])
    with pytest.raises(BadFile, match="needs a folder"):
        export(tmp_path / "a", ["b.txt"])


def test_a_single_file_replaces_only_an_export(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(b"\x89PNG")
    with pytest.raises(WouldReplace):
        write_single(path, lambda place: place.write_text("{}"))
    assert path.read_bytes() == b"\x89PNG"
    ours = json.dumps({"info": {"description": "Annotated with VRP Annotator"}}, separators=(",", ":"))
    write_single(tmp_path / "c.json", lambda place: place.write_text(ours))
    write_single(tmp_path / "c.json", lambda place: place.write_text(ours + " "))
    assert (tmp_path / "c.json").read_text() == ours + " "
    with pytest.raises(BadFile, match="folder"):
        write_single(tmp_path, lambda place: place.write_text(ours))


def _in_folder(folder: Path) -> None:
    write_folder(folder, "labelme", lambda inside: [write_file(inside / "sub" / "a.json", b"x")])


def _in_file(folder: Path) -> None:
    write_single(folder / "coco.json", lambda path: path.write_bytes(b"x"))


@pytest.mark.parametrize(("write", "named"), [(_in_folder, "out"), (_in_file, "out/coco.json")])
def test_what_cannot_be_written_is_named_as_it_was_asked_for(
    nobodys_folder: Path, write: Callable[[Path], None], named: str
) -> None:
    folder = nobodys_folder / "out"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(PermissionError) as caught:
        write(folder)
    assert caught.value.filename == str(nobodys_folder / named)


@pytest.mark.parametrize(("write", "named"), [(_in_folder, "out"), (_in_file, "out/coco.json")])
def test_a_full_disk_names_what_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None], named: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)  # a full disk cannot be had without one
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull) as caught:
        write(tmp_path / "out")
    assert caught.value.path == tmp_path / named
    assert not (tmp_path / "out").exists()


def test_an_export_that_fails_leaves_no_folder_that_it_made(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()

    def fail(place: Path) -> list[Path]:
        raise KeyboardInterrupt

    for folder in (tmp_path / "mine", tmp_path / "mine" / "new" / "deep"):
        with pytest.raises(KeyboardInterrupt):
            write_folder(folder, "yolo", fail)
        with pytest.raises(KeyboardInterrupt):
            write_single(folder / "coco.json", fail)
    assert (tmp_path / "mine").is_dir() and not list((tmp_path / "mine").iterdir())
