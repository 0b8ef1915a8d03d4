"""Which photos teach a second look, and which results it searches again. The engine and the window both ask here.

Only columns of an index are read, no mask: the window asks after a decision, in a project of any size.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from vrp_core.domain.documents import Count
from vrp_core.project.database import Database

ENOUGH_TO_LEARN = 5  # decided photos of a label
SURE = 0.9  # confidence from which a result is not looked at again

# Drawn objects first, then corrected ones, then accepted ones, the least confident first. Left out are photos that hold
# a reference or a look-alike of the label: a pass learns from those anyway. So are photos where something of it waits:
# they are half decided.
_DECIDED = """
SELECT label_id, image_id FROM (
    SELECT label_id, image_id, 0 AS place, 0.0 AS doubt, id FROM annotation WHERE role = 'truth'
    UNION ALL
    SELECT label_id, image_id, CASE status WHEN 'edited' THEN 1 ELSE 2 END, confidence, id
    FROM prediction INDEXED BY prediction_counted WHERE status IN ('edited', 'accepted')
) AS good
WHERE label_id IN (SELECT label_id FROM annotation WHERE role = 'reference')
    AND NOT EXISTS (
        SELECT 1 FROM annotation AS marked WHERE marked.role IN ('reference', 'negative')
        AND marked.image_id = good.image_id AND marked.label_id = good.label_id)
    AND NOT EXISTS (
        SELECT 1 FROM prediction AS waiting WHERE waiting.status = 'pending' AND NOT waiting.absent
        AND waiting.image_id = good.image_id AND waiting.label_id = good.label_id)
ORDER BY place, doubt, id
"""
_OF_DOUBTFUL = "FROM prediction INDEXED BY prediction_counted WHERE status = 'pending' AND confidence < ?"
_DOUBTFUL = f"SELECT label_id, image_id {_OF_DOUBTFUL} ORDER BY confidence, id"
_ONE_DOUBTFUL = f"SELECT 1 {_OF_DOUBTFUL} AND label_id = ? LIMIT 1"


class _Row(Struct, array_like=True):
    label_id: Count
    image_id: Count


def decided_photos(database: Database) -> dict[int, list[int]]:
    """Label id -> ids of the photos that teach it, the most instructive first. Only labels that have a reference."""
    found: dict[int, dict[int, None]] = {}
    for row in database.structs(_DECIDED, [], _Row):
        found.setdefault(row.label_id, {})[row.image_id] = None
    return {label: list(images) for label, images in found.items()}


def enough_to_learn(decided: Mapping[int, Sequence[int]]) -> set[int]:
    """The labels with enough decided photos for a second look."""
    return {label for label, images in decided.items() if len(images) >= ENOUGH_TO_LEARN}


def doubtful_labels(database: Database) -> dict[int, set[int]]:
    """Image id -> the labels whose results there are neither sure nor decided; the least confident photo first."""
    found: dict[int, set[int]] = {}
    for row in database.structs(_DOUBTFUL, [SURE], _Row):
        found.setdefault(row.image_id, set()).add(row.label_id)
    return found


def can_look_again(database: Database) -> bool:
    """Some label has enough decided photos, and results to search again."""
    labels = enough_to_learn(decided_photos(database))
    return any(database.one(_ONE_DOUBTFUL, [SURE, label]) is not None for label in labels)
