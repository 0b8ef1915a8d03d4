"""The annotations of a project: adding, changing, removing; every change can be undone."""

from collections.abc import Sequence

from vrp_core.domain.annotations import Annotation, Role
from vrp_core.domain.errors import NotFound
from vrp_core.domain.masks import Rle
from vrp_core.domain.prompts import Prompt
from vrp_core.project.database import Database
from vrp_core.project.rows import ANNOTATIONS, annotation_of, prompts_text, where


class Annotations:
    """The annotation store of a project."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        image_id: int,
        label_id: int,
        prompts: Sequence[Prompt],
        mask: Rle | None = None,
        role: Role = Role.REFERENCE,
    ) -> Annotation:
        """Add an annotation."""
        with self._database.change("add annotation", image=image_id, label=label_id) as connection:
            cursor = connection.execute(
                "INSERT INTO annotation (image_id, label_id, prompts, counts, role) VALUES (?, ?, ?, ?, ?)",
                (image_id, label_id, prompts_text(tuple(prompts)), mask and mask.counts, role.value),
            )
        return self.get(int(cursor.lastrowid or 0))

    def get(self, annotation_id: int) -> Annotation:
        """An annotation by its id.

        Raises:
            NotFound: there is none.
        """
        found = self._database.parsed(f"{ANNOTATIONS} WHERE annotation.id = ?", [annotation_id], annotation_of)
        if not found:
            raise NotFound("annotation", str(annotation_id))
        return found[0]

    def all(
        self, image_id: int | None = None, label_id: int | None = None, role: Role | None = None
    ) -> tuple[Annotation, ...]:
        """Annotations, oldest first, of one image, label or role."""
        clause, values = where(image_id=image_id, label_id=label_id, role=role and role.value)
        return tuple(self._database.parsed(f"{ANNOTATIONS}{clause} ORDER BY annotation.id", values, annotation_of))

    def put(self, annotation: Annotation) -> None:
        """Write an annotation under its own id: change it, or undo `remove`."""
        with self._database.change("put annotation", id=annotation.id) as connection:
            connection.execute(
                "INSERT OR REPLACE INTO annotation (id, image_id, label_id, prompts, counts, role)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    annotation.id,
                    annotation.image_id,
                    annotation.label_id,
                    prompts_text(annotation.prompts),
                    annotation.mask and annotation.mask.counts,
                    annotation.role.value,
                ),
            )

    def remove(self, annotation_id: int) -> Annotation:
        """Remove an annotation; returns it, so that `put` can undo it."""
        before = self.get(annotation_id)
        with self._database.change("remove annotation", id=annotation_id) as connection:
            connection.execute("DELETE FROM annotation WHERE id = ?", (annotation_id,))
        return before
