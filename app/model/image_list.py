"""The images of the open project: what the list knows of each, which are shown, and in which order."""

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from vrp_core.domain.annotations import ImageRecord
from vrp_core.project.overview import Counts, ImageOverview, in_order

from .targets import TargetFilter, arrange, short_names
from .totals import Totals


class ImageList(QObject):
    """Rows in natural order of their names, the part of them that the filter shows, and the totals of all."""

    arranged = Signal()  # which rows are shown, or their order, has changed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[int, ImageOverview] = {}
        self._shown: list[ImageOverview] = []
        self._places: dict[int, int] = {}  # of the shown images, by their id
        self.totals = Totals()
        self._names: dict[int, str] | None = None  # as `short_names`, once they are needed
        self.filter = TargetFilter()

    def __contains__(self, image_id: int) -> bool:
        return image_id in self._all

    @property
    def shown(self) -> list[ImageOverview]:
        """The images that the filter shows, in order."""
        return self._shown

    @property
    def every(self) -> list[ImageOverview]:
        """Every image, in natural order of its name."""
        return list(self._all.values())

    def row(self, image_id: int) -> ImageOverview:
        """What the list knows of an image."""
        return self._all[image_id]

    def record(self, image_id: int) -> ImageRecord:
        """An image of the project."""
        return self._all[image_id].image

    def name(self, image_id: int) -> str:
        """What an image is called in the list."""
        if self._names is None:
            names = short_names(row.image.path for row in self._all.values())
            self._names = dict(zip(self._all, names, strict=True))
        return self._names.get(image_id, "")

    @property
    def corrections(self) -> int:
        """Predictions that a person has accepted or corrected."""
        return self.totals.of("accepted") + self.totals.of("edited")

    def load(self, rows: Iterable[ImageOverview]) -> None:
        """Take all images of a project, in natural order of their names."""
        self._all, self._names, self.totals = {row.image.id: row for row in rows}, None, Totals()
        self.totals.add(self._all.values())
        self.arrange()

    def put_back(self, rows: Collection[ImageOverview]) -> None:
        """Take images that were removed and are in the project again. They replace others of the same paths."""
        paths = {row.image.path for row in rows}
        others = [one for one in self._all.values() if one.image.path not in paths]
        self.load(in_order([*others, *rows]))

    def recount(self, image_ids: Collection[int], counts: Mapping[int, Mapping[int, Counts]]) -> None:
        """Take what lies on some images now, by their id and the label's; nothing where `counts` leaves one out."""
        known = (self._all[image_id] for image_id in image_ids if image_id in self._all)
        self.update([ImageOverview(one.image, counts.get(one.image.id, {}), one.failure) for one in known])

    def drop(self, image_ids: Collection[int]) -> None:
        """Forget images that were removed from the project."""
        self.totals.add((self._all.pop(image_id) for image_id in image_ids), -1)
        self._names = None
        self.arrange()

    def clear(self) -> None:
        """Forget the images and the filter of a project that was closed."""
        self.filter = TargetFilter()
        self._all, self._shown, self._places, self._names, self.totals = {}, [], {}, None, Totals()

    def update(self, rows: Collection[ImageOverview]) -> None:
        """Take new values of some rows; each keeps its place until the list is arranged again."""
        self.totals.add((self._all[row.image.id] for row in rows if row.image.id in self._all), -1)
        self.totals.add(rows)
        self._all.update((row.image.id, row) for row in rows)
        for row in rows:
            if row.image.id in self._places:
                self._shown[self._places[row.image.id]] = row

    def set_filter(self, wanted: TargetFilter) -> None:
        """Show other images, or in another order."""
        if wanted != self.filter:
            self.filter = wanted
            self.arrange()

    def arrange(self) -> None:
        """Apply filter and order to the newest values."""
        self._shown = arrange(self._all.values(), self.filter)
        self._places = {row.image.id: place for place, row in enumerate(self._shown)}
        self.arranged.emit()

    def stepped(self, image_id: int, by: int) -> int:
        """The image so many rows further on, no further than the ends; the first where the image is not shown.

        Returns:
            An image id; 0 where nothing is shown.
        """
        if not self._shown:
            return 0
        place = self._places[image_id] + by if image_id in self._places else 0
        return self._shown[min(max(place, 0), len(self._shown) - 1)].image.id

    def nearest(self, image_id: int, but: Collection[int]) -> int:
        """The nearest shown image that is none of `but`; 0 where there is none."""
        ids = [row.image.id for row in self._shown]
        position = self._places.get(image_id, 0)
        nearest = [*ids[position:], *reversed(ids[:position])]
        return next((one for one in nearest if one not in but), 0)
