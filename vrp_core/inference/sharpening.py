"""Masks for prompts that were drawn or imported without the networks at hand."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from vrp_core.domain.annotations import ImageRecord
from vrp_core.domain.masks import Rle, encode
from vrp_core.domain.prompts import Prompt
from vrp_core.domain.reading import reading_of
from vrp_core.images.reading import check_unchanged, read_image
from vrp_core.inference.prompt_refinement import sharpen
from vrp_core.models.sam import load_sam
from vrp_core.project.project import Project
from vrp_core.weights.store import path_of


def sharpened(
    project: Project,
    drawn: Sequence[tuple[ImageRecord, tuple[Prompt, ...]]],
    sam_id: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Rle]:
    """SAM's mask for the prompts on each photo, in the given order; each photo is encoded once.

    Args:
        project: whose photos they are.
        drawn: photos and the prompts on one object of each.
        sam_id: which SAM; it is loaded for this call.
        progress: called with the numbers of finished and of all photos; what it raises ends the work.

    Raises:
        WeightsMissing: SAM is not on this machine.
        ImageChanged, ImageUnreadable: a photo is not the one that was added, or cannot be read.
    """
    places: defaultdict[ImageRecord, list[int]] = defaultdict(list)
    for place, (image, _) in enumerate(drawn):
        places[image].append(place)
    for image in places:
        check_unchanged(project.images.file_of(image), image.digest)
    sam = load_sam(sam_id, path_of(sam_id))
    masks: dict[int, Rle] = {}
    for done, (image, of_image) in enumerate(places.items()):
        progress(done, len(places))
        embedding = sam.encode(read_image(project.images.file_of(image), reading_of(image.reading)))
        masks |= {place: encode(sharpen(sam, embedding, drawn[place][1], image.size)) for place in of_image}
    return [masks[place] for place in range(len(drawn))]
