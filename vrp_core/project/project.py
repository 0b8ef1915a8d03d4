"""A project on disk: images, labels, annotations, passes and predictions.

There is no "save": every method that changes something is one transaction, on disk when it returns.
"""

from pathlib import Path
from types import TracebackType

from vrp_core.domain.documents import typed
from vrp_core.project.annotations import Annotations
from vrp_core.project.database import Database
from vrp_core.project.images import Images
from vrp_core.project.imports import Imports
from vrp_core.project.intake import NewImage
from vrp_core.project.labels import Labels
from vrp_core.project.passes import NewPrediction, Passes
from vrp_core.project.readings import Readings
from vrp_core.project.review import Review

__all__ = ["NewImage", "NewPrediction", "Project"]


class Project:
    """An open project: one store for each kind of data.

    Attributes:
        images: the photos.
        labels: the kinds of objects.
        annotations: what people drew, one at a time.
        imports: many annotations at once.
        readings: bands and contrast windows of scientific images.
        passes: runs of references over targets, and the predictions they store.
        review: the predictions, and what people decided about them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.images = Images(database)
        self.labels = Labels(database)
        self.annotations = Annotations(database)
        self.passes = Passes(database)
        self.review = Review(database)
        self.readings = Readings(database)
        self.imports = Imports(database)

    @staticmethod
    def create(folder: Path) -> "Project":
        """Make a new project in a folder.

        Raises:
            ProjectExists: the folder already holds a project.
        """
        return Project(Database.create(folder))

    @staticmethod
    def open(folder: Path, writable: bool = True) -> "Project":
        """Open a project; many may read it, one process may write it.

        Raises:
            ProjectMissing, ProjectLocked, ProjectTooNew, ProjectDamaged: the project cannot be opened for this reason.
        """
        return Project(Database(folder, writable))

    def close(self) -> None:
        """Close the file and release its lock."""
        self._database.close()

    def __enter__(self) -> "Project":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """The project's folder."""
        return self._database.folder

    def history(self) -> tuple[tuple[str, str, str], ...]:
        """Every change, oldest first: when, what, and its detail as JSON."""
        query = "SELECT at, what, detail FROM history ORDER BY id"
        return tuple(self._database.parsed(query, [], lambda row: typed(tuple(row), tuple[str, str, str])))
