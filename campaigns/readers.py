"""Reads damaged inputs of every kind: each must be read or refused cleanly, within time and memory limits."""

import io
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from campaigns import inputs
from campaigns.children import harm_of
from campaigns.commands import main
from campaigns.mutations import hostile_value, spoil_bytes, spoil_json
from campaigns.outcomes import Outcome
from vrp_core.domain.errors import VrpError
from vrp_core.project.project import Project

_TABLES = ("image", "label", "annotation", "prediction", "pass", "target", "history")
_SCHEMA = (
    "CREATE TRIGGER t AFTER INSERT ON history BEGIN DELETE FROM annotation; END",
    "CREATE TRIGGER t BEFORE UPDATE ON prediction BEGIN SELECT load_extension('x'); END",
    "CREATE VIEW v AS SELECT * FROM image",
    "CREATE TABLE strange (x)",
    "CREATE INDEX i ON image(abs(height))",
    "UPDATE sqlite_master SET type = 'view', rootpage = 0, sql = 'CREATE VIEW label AS SELECT 1 AS id'"
    " WHERE name = 'label'",
    "UPDATE sqlite_master SET sql = replace(sql, 'TEXT NOT NULL', 'TEXT DEFAULT (load_extension(''x''))')"
    " WHERE name = 'label'",
    "UPDATE sqlite_master SET rootpage = 2 WHERE name = 'prediction'",
    "UPDATE sqlite_master SET sql = 'CREATE TABLE image (id)' WHERE name = 'image'",
    "DROP TABLE target",
    "PRAGMA user_version = 1",
)


# --- the project -----------------------------------------------------------------------------------------------------


def read_project(folder: Path) -> None:
    """Read everything that the window and an export read of a project."""
    errors = []
    with Project.open(folder) as project:
        for read in (
            project.images.all,
            project.labels.all,
            project.annotations.all,
            project.review.predictions,
            project.images.overview,
            project.history,
            project.review.counts,
            project.review.decisions,
            lambda: [
                (project.passes.config(one.id), project.passes.targets(one.id), project.passes.failures(one.id))
                for one in project.passes.all()
            ],
            lambda: [project.review.proposed(one.id) for one in project.review.predictions()],
            lambda: project.labels.add("one more"),
        ):
            try:
                read()
            except (VrpError, OSError) as error:
                errors.append(error)
    status = main(["project", "export", str(folder), "--out", str(folder / "out.json")])
    if status not in (0, 1) or (status == 0) != (folder / "out.json").is_file():
        raise AssertionError(f"the export ended with {status}")
    if errors:
        raise errors[0]


def project_files(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Damage bytes of a project file."""
    original = inputs.project(folder)
    content = (original / "project.sqlite").read_bytes()
    while True:
        spoiled = spoil_bytes(content, rng)
        yield _of_project("project files, damaged bytes", original, spoiled)


def project_rows(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Replace values in the rows of a project, and change its schema."""
    original = inputs.project(folder)
    place = folder / "row.sqlite"
    while True:
        shutil.copyfile(original / "project.sqlite", place)
        schema = rng.random() < 0.1
        connection = sqlite3.connect(place, isolation_level=None)
        connection.text_factory = bytes
        try:
            _change_schema(connection, rng) if schema else _change_rows(connection, rng)
        finally:
            connection.close()
        row = "projects with a foreign schema" if schema else "project rows, hostile values"
        yield _of_project(row, original, place.read_bytes(), refused=schema)


def _of_project(row: str, original: Path, content: bytes, refused: bool = False) -> Outcome:
    folder = original.parent / "spoiled"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "project.sqlite").write_bytes(content)

    def read() -> None:
        if refused:
            try:
                Project.open(folder).close()
            except (VrpError, OSError):
                return
            raise AssertionError("a foreign schema was opened")
        read_project(folder)

    return Outcome(row, harm_of(read), content)


def _change_schema(connection: sqlite3.Connection, rng: random.Random) -> None:
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(rng.choice(_SCHEMA))


def _change_rows(connection: sqlite3.Connection, rng: random.Random) -> None:
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for _ in range(rng.randint(1, 3)):
        table = rng.choice(_TABLES)
        columns = [row[1].decode() for row in connection.execute(f"PRAGMA table_info({table})")]
        column = rng.choice(columns)
        rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
        rowid, value = rng.choice(rows)
        try:
            connection.execute(f"UPDATE {table} SET {column} = {_sql_value(value, rng)} WHERE rowid = ?", (rowid,))
        except sqlite3.Error:
            continue  # a value that SQLite itself refuses cannot be in a file


def _sql_value(value: Any, rng: random.Random) -> str:
    """An SQL expression for a damaged or hostile value; text may hold any bytes."""
    if isinstance(value, bytes) and value and rng.random() < 0.6:
        spoiled = spoil_bytes(value, rng)
        try:
            if rng.random() < 0.5 and value[:1] in b"[{":
                spoiled = spoil_json(json.loads(value), rng)
        except ValueError:
            pass
        return f"CAST(x'{spoiled.hex()}' AS TEXT)"
    hostile = hostile_value(rng)
    if isinstance(hostile, bool | int) and abs(int(hostile)) < 2**63:
        return str(int(hostile))
    if isinstance(hostile, float):
        return repr(hostile)
    if hostile is None:
        return "NULL"
    kind = "BLOB" if rng.random() < 0.3 else "TEXT"
    return f"CAST(x'{str(hostile).encode().hex()}' AS {kind})"


# --- JSON ------------------------------------------------------------------------------------------------------------


def marks(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Files of prompts for `project annotate --json`: all or none must be stored."""
    original = inputs.project(folder)
    whole = (original / "project.sqlite").read_bytes()
    before = _annotations(original)
    while True:
        (original / "project.sqlite").write_bytes(whole)
        content = spoil_json(inputs.MARKS, rng)
        file = folder / "marks.json"
        file.write_bytes(content)

        def read(file: Path = file) -> None:
            status = main(["project", "annotate", str(original), "--json", str(file), "--no-sharpen"])
            if status != 0 and _annotations(original) != before:
                raise AssertionError("some marks of a refused file are in the project")
            _no_defect(status)

        yield Outcome("files of marks", harm_of(read), content)


def _annotations(folder: Path) -> int:
    with Project.open(folder, writable=False) as project:
        return len(project.annotations.all())


def _no_defect(status: int) -> None:
    """Find unexpected errors, which the command line reports as a sentence with a trace in its log."""
    import platformdirs

    log = Path(platformdirs.user_log_dir("vrp-annotator")) / "errors.log"
    if status not in (0, 1) or log.is_file():
        words = log.read_text(encoding="utf-8").strip().splitlines()[-1] if log.is_file() else f"status {status}"
        log.unlink(missing_ok=True)
        raise AssertionError(words)


def coco(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """COCO files for `project import-coco`."""
    original = inputs.project(folder)
    valid = inputs.coco(original)
    whole = (original / "project.sqlite").read_bytes()
    while True:
        (original / "project.sqlite").write_bytes(whole)
        content = spoil_json(valid, rng)
        file = folder / "in.json"
        file.write_bytes(content)
        read = _command(main, ["project", "import-coco", str(original), str(file)])
        yield Outcome("COCO files", harm_of(read), content)


def _command(main: Callable[[list[str]], int], arguments: list[str]) -> Callable[[], None]:
    return lambda: _no_defect(main(arguments))


def settings(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Settings files: the window must open whatever they contain."""
    from app.settings import SettingsStore

    file = folder / "settings.json"

    def read() -> None:
        try:
            values = SettingsStore(file).values
            for recent in values.recent:
                Path(recent).exists()
            json.dumps(values.recent)
        except (VrpError, OSError) as error:
            raise AssertionError(str(error)) from error

    while True:
        file.write_bytes(content := spoil_json(inputs.SETTINGS, rng))
        yield Outcome("settings files", harm_of(read), content)


def run_files(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """The JSON files of a training run in the window."""
    from app.services.training import data, runs, weights
    from vrp_core.cli.train import config_of
    from vrp_core.training.split import load_split

    run = folder / "training" / "quick-1"
    run.mkdir(parents=True)
    valid = inputs.run_files()

    def read() -> None:
        found = runs.read_run(run)
        _ = (found.can_go_on, found.progress.gain, found.progress.best, found.progress.kept_now)
        runs.chosen(folder), runs.choice_lost(folder), data.also_of(folder), weights.cards(folder, None)
        for careful in (
            lambda: load_split(run, []),
            lambda: config_of({"preset": "quick", "config": run / "config.json"}),
        ):
            try:
                careful()
            except (VrpError, OSError):
                continue

    while True:
        name = rng.choice(list(valid))
        for other, values in valid.items():
            content = _lines(values) if other.endswith("l") else json.dumps(values).encode()
            if other == name:
                content = spoiled = spoil_json(values, rng)
                if other.endswith("l") and rng.random() < 0.8:
                    content = spoiled = _spoiled_lines(values, rng)
            home = run if other in {"config.json", "validation.json", "events.jsonl"} else run.parent
            (home / other).write_bytes(content)
        yield Outcome("files of a training run", harm_of(read), spoiled)


def _lines(values: list[Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def _spoiled_lines(values: list[Any], rng: random.Random) -> bytes:
    chosen = rng.randrange(len(values))
    return b"".join(
        (spoil_json(value, rng) if number == chosen else json.dumps(value).encode()) + b"\n"
        for number, value in enumerate(values)
    )


# --- weights and training states -------------------------------------------------------------------------------------


def checkpoints(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Weights files with damaged bytes, metadata and tensors."""
    import torch
    from safetensors.torch import save

    from vrp_core.models.checkpoints import build_vrp, load_checkpoint
    from vrp_core.models.semantic import SemanticEncoder

    torch.set_num_threads(1)
    tensors, metadata = inputs.checkpoint()
    semantic = SemanticEncoder("efficientnet_lite0")
    whole = save(tensors, {name: _text(value) for name, value in metadata.items()})
    file = folder / "w.safetensors"

    def read() -> None:
        checkpoint = load_checkpoint(file)
        if checkpoint.config.semantic == "efficientnet_lite0":
            build_vrp(checkpoint, semantic, file)

    while True:
        kind = rng.random()
        if kind < 0.4:
            at = 8 + int.from_bytes(whole[:8], "little")
            content = spoil_bytes(whole[:at], rng) + whole[at:] if rng.random() < 0.7 else spoil_bytes(whole, rng)
        elif kind < 0.9:
            name = rng.choice(list(metadata))
            spoiled = {key: _text(value) for key, value in metadata.items()}
            value = metadata[name]
            text = spoil_json(value, rng) if isinstance(value, dict) else spoil_bytes(value.encode(), rng)
            spoiled[name] = text.decode(errors="replace")
            content = save(tensors, spoiled)
        else:
            content = save(_spoiled_tensors(tensors, rng), {key: _text(value) for key, value in metadata.items()})
        file.write_bytes(content)
        yield Outcome("weights files", harm_of(read), content)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _spoiled_tensors(tensors: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    import torch

    name = rng.choice(list(tensors))
    value = tensors[name]
    choices = (
        None,
        torch.full_like(value, float("nan")),
        torch.zeros(1),
        torch.zeros(0),
        value.to(torch.int8),
        value.double(),
        value.to(torch.complex64),
    )
    chosen = rng.choice(choices)
    rest = {key: one for key, one in tensors.items() if key != name}
    return rest if chosen is None else rest | {name: chosen}


def training_states(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Resume states with damaged bytes, or values replaced by others that torch can read."""
    import torch

    from vrp_core.training.checkpoint import TrainState, check_form, load_state

    torch.set_num_threads(1)
    network = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.LayerNorm(3))
    optimizer = torch.optim.AdamW(network.parameters())
    average = torch.optim.swa_utils.AveragedModel(network)
    network(torch.ones(2, 4)).sum().backward()
    optimizer.step()
    state = TrainState(
        3, 1.5, network.state_dict(), average.state_dict(), optimizer.state_dict(), torch.get_rng_state()
    )
    values = {name: getattr(state, name) for name in TrainState.__slots__}
    whole = _saved(values)

    def read() -> None:
        found = load_state(folder)
        if found is None:
            return
        check_form(folder, found, average, optimizer)
        network.load_state_dict(dict(found.network))
        optimizer.load_state_dict(dict(found.optimizer))
        if found.average is not None:
            average.load_state_dict(dict(found.average))
        torch.set_rng_state(found.rng)
        network(torch.ones(2, 4)).sum().backward()
        optimizer.step()
        average.update_parameters(network)

    while True:
        content = spoil_bytes(whole, rng) if rng.random() < 0.3 else _saved(_spoiled_state(values, rng))
        (folder / "resume.pt").write_bytes(content)
        yield Outcome("training states", _but_other_network(harm_of(read)), content)


def _but_other_network(harm: str) -> str:
    """Whether torch refused a network's names or shapes; the trainer's `load_encoder` handles that error."""
    return "" if "Error(s) in loading state_dict for Sequential" in harm else harm


def _saved(values: Any) -> bytes:
    import torch

    content = io.BytesIO()
    torch.save(values, content)
    return content.getvalue()


def _spoiled_state(values: Any, rng: random.Random) -> Any:
    """A copy with one value somewhere in it replaced."""
    import torch

    if not isinstance(values, dict | list | tuple) or not values or rng.random() < 0.15:
        return rng.choice((hostile_value(rng), torch.zeros(2), torch.full((3,), float("nan")), 10**400))
    if isinstance(values, dict):
        name = rng.choice(list(values))
        rest = {key: value for key, value in values.items() if key != name}
        return rest if rng.random() < 0.2 else rest | {name: _spoiled_state(values[name], rng)}
    chosen = rng.randrange(len(values))
    changed = [_spoiled_state(value, rng) if number == chosen else value for number, value in enumerate(values)]
    return changed if isinstance(values, list) else tuple(changed)


# --- pictures --------------------------------------------------------------------------------------------------------


def pictures(rng: random.Random, folder: Path) -> Iterator[Outcome]:
    """Picture files of every format: the read picture must have the announced size."""
    from vrp_core.images.reading import read_image, read_size

    valid = list(inputs.pictures())
    while True:
        ending, content = rng.choice(valid)
        file = folder / f"picture{ending}"
        file.write_bytes(content := spoil_bytes(content, rng))

        def read(file: Path = file) -> None:
            size = read_size(file)
            pixels = read_image(file)
            if pixels.dtype != np.uint8 or pixels.shape != (*size, 3):
                raise AssertionError(f"announced as {tuple(size)}, read as {pixels.shape}")

        yield Outcome(f"pictures ({ending[1:]})", harm_of(read), content)
