"""Downloads against a real server on this machine that misbehaves in every way we have met."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from vrp_core import __version__
from vrp_core.domain.errors import DiskFull
from vrp_core.weights.download import (
    Cancelled,
    FileFact,
    NpmSource,
    SourceFailed,
    UrlSource,
    fetch_npm,
    fetch_url,
)

BODY = bytes(range(256)) * 8000  # two megabytes in a few blocks
FACT = FileFact(len(BODY), hashlib.sha256(BODY).hexdigest())


@dataclass
class Site:
    """A server with one file, how it behaves, and what it was asked."""

    body: bytes = BODY
    etag: str | None = '"one"'
    ranges: bool = True
    status: int = 200
    break_after: int | None = None  # bytes of an answer's body after which the connection is dropped
    announced: bool = True  # the answer says how long it is
    silent: bool = False  # takes the request and never answers
    asked: list[str | None] = field(default_factory=list)  # the Range header of each request
    agents: list[str | None] = field(default_factory=list)  # the name of each client
    release: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def source(self) -> UrlSource:
        return UrlSource(self.url, FACT)


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.headers["Range"])
            site.agents.append(self.headers["User-Agent"])
            if site.silent:
                site.release.wait()
                return
            if site.status != 200:
                self.send_error(site.status)
                return
            start = self.first_byte()
            if start and start >= len(site.body):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(site.body) - 1}/{len(site.body)}")
            if site.etag:
                self.send_header("ETag", site.etag)
            if site.announced:
                self.send_header("Content-Length", str(len(site.body) - start))
            self.end_headers()
            end = len(site.body) if site.break_after is None else start + site.break_after
            self.wfile.write(site.body[start:end])

        def first_byte(self) -> int:
            asked = re.fullmatch(r"bytes=(\d+)-", self.headers["Range"] or "")
            if asked is None or not site.ranges or self.headers["If-Range"] != site.etag:
                return 0
            return int(asked[1])

        def log_message(self, *_: object) -> None:
            """The test's output is not the server's log."""

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(site))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}/weights.pt"
    yield site
    site.release.set()
    server.shutdown()
    server.server_close()
    thread.join()


def nobody_looks(done: int, total: int) -> None:
    """No progress wanted."""


def go_on() -> bool:
    return False


def fetch(site: Site, folder: Path, cancelled: Callable[[], bool] = go_on) -> bytes:
    return fetch_url(site.source, folder, nobody_looks, cancelled, timeout=(5, 0.5)).read_bytes()


def stop_after(steps: int) -> Callable[[], bool]:
    left = iter(range(steps))
    return lambda: next(left, None) is None


def test_a_whole_file_with_its_progress(site: Site, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = fetch_url(site.source, tmp_path, lambda done, total: seen.append((done, total)), go_on)
    assert path.read_bytes() == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["weights.pt"]
    assert {total for _, total in seen} == {len(BODY)}
    assert [done for done, _ in seen] == sorted({done for done, _ in seen}) and seen[-1][0] == len(BODY)


def test_a_body_that_breaks_off_is_continued(site: Site, tmp_path: Path) -> None:
    site.break_after = len(BODY) // 2
    assert fetch(site, tmp_path) == BODY
    starts = [int(asked[6:-1]) for asked in site.asked[1:] if asked]
    assert len(starts) == len(site.asked) - 1
    assert all(here > before + len(BODY) // 3 for before, here in zip([0, *starts], starts, strict=False))


def test_it_gives_up_on_a_body_that_always_breaks_off(site: Site, tmp_path: Path) -> None:
    site.break_after = 1 << 17
    with pytest.raises(SourceFailed):
        fetch(site, tmp_path)
    assert len(site.asked) == 4
    site.break_after = None
    assert fetch(site, tmp_path) == BODY
    assert site.asked[-1] == f"bytes={4 << 17}-"


def test_a_cancelled_download_resumes(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        fetch(site, tmp_path, stop_after(2))
    assert fetch(site, tmp_path) == BODY
    assert re.fullmatch(r"bytes=[1-9]\d+-", site.asked[1] or "")


def test_a_download_from_a_server_without_ranges_starts_again(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        fetch(site, tmp_path, stop_after(2))
    site.ranges = False
    assert fetch(site, tmp_path) == BODY


def test_the_file_has_changed_meanwhile(site: Site, tmp_path: Path) -> None:
    """Half of the old file and half of the new one must not be joined."""
    site.body, site.etag = b"x" * len(BODY), '"old"'
    with pytest.raises(Cancelled):
        fetch(site, tmp_path, stop_after(2))
    site.body, site.etag = BODY, '"new"'
    assert fetch(site, tmp_path) == BODY


def test_without_a_validator_it_starts_over(site: Site, tmp_path: Path) -> None:
    site.etag = None
    with pytest.raises(Cancelled):
        fetch(site, tmp_path, stop_after(2))
    assert fetch(site, tmp_path) == BODY
    assert site.asked == [None, None]


def test_all_of_it_was_here_already(site: Site, tmp_path: Path) -> None:
    """As after a kill between the last byte and the check."""
    (tmp_path / "weights.pt.part").write_bytes(BODY)
    (tmp_path / "weights.pt.part.etag").write_text('"one"')
    assert fetch(site, tmp_path) == BODY


@pytest.mark.parametrize("wrong", [b"x" * len(BODY), BODY + b"x", BODY[:-1], b"", b"<html>log in first</html>"])
def test_another_file_is_refused_and_removed(site: Site, tmp_path: Path, wrong: bytes) -> None:
    site.body = wrong
    with pytest.raises(SourceFailed):
        fetch(site, tmp_path)
    assert not list(tmp_path.glob("*.p*t"))
    site.body = BODY
    assert fetch(site, tmp_path) == BODY


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_without_end_is_read_no_further_than_the_file(site: Site, tmp_path: Path, announced: bool) -> None:
    site.body, site.announced = BODY * 40, announced
    most = 0

    def watch(done: int, total: int) -> None:
        nonlocal most
        most = max(most, done)

    with pytest.raises(SourceFailed, match="bytes"):
        fetch_url(site.source, tmp_path, watch, go_on, timeout=(1, 1))
    assert most <= len(BODY)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["", "?file=a/b", "..", "%2e%2e%2fx", "x" * 300, "CON:a"])
def test_any_address_gives_a_file_in_the_folder(site: Site, tmp_path: Path, ending: str) -> None:
    site.url = site.url.removesuffix("weights.pt") + ending
    assert fetch(site, tmp_path / "here") == BODY
    assert len(list((tmp_path / "here").iterdir())) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"here"}


def test_the_program_says_its_name(site: Site, tmp_path: Path) -> None:
    fetch(site, tmp_path)
    assert site.agents == [f"vrp-annotator/{__version__}"]


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refused_download_is_reported_and_not_retried(site: Site, tmp_path: Path, status: int) -> None:
    site.status = status
    with pytest.raises(SourceFailed, match=f"HTTP {status}"):
        fetch(site, tmp_path)
    assert len(site.asked) == 1


def test_a_server_that_never_answers(site: Site, tmp_path: Path) -> None:
    site.silent = True
    with pytest.raises(SourceFailed, match="no answer in time"):
        fetch(site, tmp_path)
    assert len(site.asked) == 1


def test_a_download_from_a_closed_port_fails(site: Site, tmp_path: Path) -> None:
    site.url = "http://127.0.0.1:9/weights.pt"
    with pytest.raises(SourceFailed, match="refused"):
        fetch(site, tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_named(site: Site, tmp_path: Path) -> None:
    (tmp_path / "weights.pt.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull):
        fetch(site, tmp_path)


KILLED = """
import os, signal, sys
from pathlib import Path
from vrp_core.weights.download import FileFact, UrlSource, fetch_url
def progress(done, total):
    if done * 2 > total:
        os.kill(os.getpid(), signal.SIGKILL)
fetch_url(UrlSource(sys.argv[1], FileFact(0, "")), Path(sys.argv[2]), progress, lambda: False)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_download_killed_in_the_middle_resumes(site: Site, tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, site.url, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "weights.pt").exists()
    assert fetch(site, tmp_path) == BODY
    assert int(re.findall(r"\d+", site.asked[1] or "0")[0]) >= len(BODY) // 2 - (1 << 16)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small npm package whose script must not run."""
    folder = tmp_path / "small"
    (folder / "dist").mkdir(parents=True)
    (folder / "dist" / "a.bin").write_bytes(BODY)
    (folder / "package.json").write_text(
        '{"name": "small", "version": "1.0.0", "scripts": {"prepack": "node -e \\"process.exit(3)\\""}}'
    )
    return folder


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def test_members_of_an_npm_package(package: Path, unpacked: Path) -> None:
    found = fetch_npm(NpmSource(str(package), "", {"dist/a.bin": FACT}), unpacked, go_on)
    assert {member: path.read_bytes() for member, path in found.items()} == {"dist/a.bin": BODY}
    assert not (unpacked / "package" / "package.json").exists()


@pytest.mark.parametrize("wrong", [FileFact(1, FACT.sha256), FileFact(len(BODY), "0" * 64)])
def test_an_npm_package_with_other_files_is_refused(package: Path, unpacked: Path, wrong: FileFact) -> None:
    with pytest.raises(SourceFailed, match="other files"):
        fetch_npm(NpmSource(str(package), "", {"dist/a.bin": wrong}), unpacked, go_on)


def test_npm_says_why_it_fails(tmp_path: Path, unpacked: Path) -> None:
    with pytest.raises(SourceFailed, match=r"package\.json"):
        fetch_npm(NpmSource(str(tmp_path), "", {"dist/a.bin": FACT}), unpacked, go_on)


def test_no_npm_on_this_machine(package: Path, unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(unpacked))
    with pytest.raises(SourceFailed, match="npm is not installed"):
        fetch_npm(NpmSource(str(package), "", {"dist/a.bin": FACT}), unpacked, go_on)


def test_npm_can_be_cancelled(package: Path, unpacked: Path) -> None:
    with pytest.raises(Cancelled):
        fetch_npm(NpmSource(str(package), "", {"dist/a.bin": FACT}), unpacked, stop_after(1))


@pytest.mark.parametrize("damage", ["truncated", "link", "climbing"])
def test_an_unexpected_archive_yields_no_file(tmp_path: Path, package: Path, unpacked: Path, damage: str) -> None:
    archive = tmp_path / "small.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        if damage == "link":
            link = tarfile.TarInfo("package/dist/a.bin")
            link.type, link.linkname = tarfile.SYMTYPE, str(package / "dist" / "a.bin")
            tar.addfile(link)
        else:
            name = "package/../../a.bin" if damage == "climbing" else "package/dist/a.bin"
            tar.add(package / "dist" / "a.bin", name)
    if damage == "truncated":
        archive.write_bytes(archive.read_bytes()[:-2000])
    assert NpmSource("small", "", {"dist/a.bin": FACT}).members_in(archive, unpacked) is None
    assert not (tmp_path / "a.bin").exists()
