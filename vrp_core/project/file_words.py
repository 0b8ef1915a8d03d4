"""Sentences about photo files, shared by the window and the command line."""

from collections.abc import Iterator, Sequence

from vrp_core.domain.messages import Translate, explain, shortened
from vrp_core.project.ingest import Ingested
from vrp_core.project.photo_files import FileReport

_MOST = 10  # sentences of one kind
_KINDS = {
    "moved": "known by its content: {old} is {new} now",
    "more moved": "known by their content: {count} more photos at another place",
    "replaced": "{old} holds another picture now. What was annotated on the earlier one is kept as {new}",
    "more replaced": "{count} more photos hold another picture now; their annotations are kept, too",
    "kept": (
        "Kept annotations are not exported; they come back when their picture is added again. Where a new picture"
        " shows the same scene, put the earlier file back and add it, then the new one with --keep-annotations."
    ),
    "refused": "left out: {reason}",
    "several pictures": "note: {file} holds {count} pictures; the first one is taken",
    "more of several pictures": "note: of {count} more files with several pictures the first one is taken",
    "many bands": "note: {file} has {count} bands; the first three are shown, others with: project pictures --bands",
    "more of many bands": "note: of {count} more files with many bands the first three are shown",
}
# For one, and for several.
_COUNTED = {
    "skipped": (
        "left out: {count} file that cannot be read as photos: {names}",
        "left out: {count} files that cannot be read as photos: {names}",
    ),
    "outputs": (
        "left out: {count} result of this program: {names}",
        "left out: {count} results of this program: {names}",
    ),
    "missing": (
        "{count} photo without a file, left out of passes and exports: {names}. Put the files back, or add the folder"
        " they are in now.",
        "{count} photos without a file, left out of passes and exports: {names}. Put the files back, or add the folder"
        " they are in now.",
    ),
    "changed": (
        "{count} photo whose file holds another picture now, left out of passes and exports: {names}. Add the folder"
        " again.",
        "{count} photos whose file holds another picture now, left out of passes and exports: {names}. Add the folder"
        " again.",
    ),
}


def texts() -> tuple[str, ...]:
    """The texts of all sentences, for translators."""
    return (*_KINDS.values(), *(text for forms in _COUNTED.values() for text in forms))


def added_sentences(result: Ingested, translate: Translate = str) -> Iterator[str]:
    """Notes about added files that need more than "added"."""

    def said(kind: str, **values: object) -> str:
        return translate(_KINDS[kind]).format(**values)

    for old, new in result.moved[:_MOST]:
        yield said("moved", old=old, new=new)
    if len(result.moved) > _MOST:
        yield said("more moved", count=len(result.moved) - _MOST)
    for old, new in result.replaced[:_MOST]:
        yield said("replaced", old=old, new=new)
    if len(result.replaced) > _MOST:
        yield said("more replaced", count=len(result.replaced) - _MOST)
    if result.replaced:
        yield said("kept")
    several = [(file, header.pictures) for file, header in result.partly_read if header.pictures > 1]
    banded = [(file, header.bands) for file, header in result.partly_read if header.bands > 4]
    for kind, files in (("several pictures", several), ("many bands", banded)):
        yield from (said(kind, file=file, count=many) for file, many in files[:_MOST])
        if len(files) > _MOST:
            yield said(f"more of {kind}", count=len(files) - _MOST)
    yield from (said("refused", reason=explain(refusal, translate)) for refusal in result.refused)
    yield from _counted("skipped", [str(file) for file in result.found.skipped], translate)
    yield from _counted("outputs", [str(file) for file in result.found.outputs], translate)


def file_sentences(files: FileReport, translate: Translate = str) -> Iterator[str]:
    """What to do about photos whose files are missing or changed."""
    yield from _counted("missing", [one.path for one in files.missing], translate)
    yield from _counted("changed", [one.path for one in files.changed], translate)


def _counted(kind: str, names: Sequence[str], translate: Translate) -> Iterator[str]:
    if names:
        text = translate(_COUNTED[kind][len(names) != 1])
        yield text.format(count=len(names), names=shortened(names, translate=translate))
