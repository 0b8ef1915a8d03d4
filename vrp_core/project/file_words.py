"""Sentences about photo files, shared by the window and the command line."""

from collections.abc import Iterator

from vrp_core.domain.messages import explain, shortened
from vrp_core.project.ingest import Ingested
from vrp_core.project.photo_files import FileReport

_MOST = 10  # sentences of one kind


def added_sentences(result: Ingested) -> Iterator[str]:
    """Notes about added files that need more than "added"."""
    for old, new in result.moved[:_MOST]:
        yield f"known by its content: {old} is {new} now"
    if len(result.moved) > _MOST:
        yield f"known by their content: {_counted(len(result.moved) - _MOST, 'more photo')} at another place"
    for old, new in result.replaced[:_MOST]:
        yield f"{old} holds another picture now. What was annotated on the earlier one is kept as {new}"
    if len(result.replaced) > _MOST:
        yield f"{len(result.replaced) - _MOST} more photos hold another picture now; their annotations are kept, too"
    if result.replaced:
        yield (
            "Kept annotations are not exported; they come back when their picture is added again. Where a new picture"
            " shows the same scene, put the earlier file back and add it, then the new one with --keep-annotations."
        )
    yield from _partly_read(result)
    yield from (f"left out: {explain(refusal)}" for refusal in result.refused)
    if result.found.skipped:
        names = shortened([str(file) for file in result.found.skipped])
        yield f"left out: {_counted(len(result.found.skipped), 'file')} that cannot be read as photos: {names}"
    if result.found.outputs:
        names = shortened([str(file) for file in result.found.outputs])
        yield f"left out: {_counted(len(result.found.outputs), 'result')} of this program: {names}"


def file_sentences(files: FileReport) -> Iterator[str]:
    """What to do about photos whose files are missing or changed."""
    if files.missing:
        yield (
            f"{_counted(len(files.missing), 'photo')} without a file, left out of passes and exports: "
            f"{shortened([one.path for one in files.missing])}. Put the files back, or add the folder they are in now."
        )
    if files.changed:
        yield (
            f"{_counted(len(files.changed), 'photo')} whose file holds another picture now, left out of passes and "
            f"exports: {shortened([one.path for one in files.changed])}. Add the folder again."
        )


def _partly_read(result: Ingested) -> Iterator[str]:
    several = [(file, header.pictures) for file, header in result.partly_read if header.pictures > 1]
    for file, many in several[:_MOST]:
        yield f"note: {file} holds {many} pictures; the first one is taken"
    if len(several) > _MOST:
        yield f"note: of {len(several) - _MOST} more files with several pictures the first one is taken"
    banded = [(file, header.bands) for file, header in result.partly_read if header.bands > 4]
    for file, many in banded[:_MOST]:
        yield f"note: {file} has {many} bands; the first three are shown, others with: project pictures --bands"
    if len(banded) > _MOST:
        yield f"note: of {len(banded) - _MOST} more files with many bands the first three are shown"


def _counted(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"
