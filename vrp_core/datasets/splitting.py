"""Keeping images of one data set apart for validation: copies and neighbouring frames stay on one side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vrp_core.datasets.episodes import Episode
from vrp_core.datasets.samples import Sample, SampleSource
from vrp_core.images.reading import read_image

Fingerprint = NDArray[np.bool_]  # (64,)

_SIDE = 8  # of the picture that a fingerprint is made from
_SAME = 6  # of 64 bits: photos whose fingerprints differ in at most so many show the same scene


def held_out_images(
    source: SampleSource, share: float, seed: int, prints: Mapping[Path, Fingerprint] | None = None
) -> frozenset[Path]:
    """The images of a data set to validate on: a share of each category's groups of near-duplicates, at least one.

    A category with fewer than two groups keeps all of them for training. What a network found is no truth to judge a
    network by: groups with a photo that was accepted as found are held out only where a category has no others, and
    at least half of the others stay for training. `prints` has the fingerprint of each image where they are known
    already.
    """
    images = sorted({sample.image for sample in source.samples()})
    groups = _groups(prints or {image: fingerprint(read_image(image)) for image in images}, images)
    rng = np.random.default_rng(seed)
    by_category: defaultdict[str, set[int]] = defaultdict(set)
    as_found: defaultdict[str, set[int]] = defaultdict(set)
    for sample in source.samples():
        by_category[sample.category].add(groups[sample.image])
        if not sample.drawn:
            as_found[sample.category].add(groups[sample.image])
    held: set[int] = set()
    for name, members in sorted(by_category.items()):
        wanted = max(1, round(share * len(members))) if len(members) > 1 else 0
        judged_by = members - as_found[name] or members
        wanted = min(wanted, max(1, len(judged_by) // 2))
        free = [group for group in sorted(judged_by) if group not in held]
        missing = wanted - len(members & held)
        held |= {free[int(index)] for index in rng.permutation(len(free))[: max(0, missing)]}
    return frozenset(image for image, group in groups.items() if group in held)


def pairs_across(source: SampleSource, held_out: frozenset[Path], pairs: int, seed: int) -> list[Episode]:
    """Validation pairs as the program will be used: references that are trained on, targets that are not."""
    train: defaultdict[str, list[Sample]] = defaultdict(list)
    targets: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in source.samples():
        (targets if sample.image in held_out else train)[sample.category].append(sample)
    categories = sorted(set(train) & set(targets))
    episodes = []
    for index in range(pairs if categories else 0):
        rng = np.random.default_rng([seed, index])
        category = categories[index % len(categories)]
        reference = train[category][int(rng.integers(len(train[category])))]
        target = targets[category][index // len(categories) % len(targets[category])]
        episodes.append(Episode(reference, target, category, "mask", False, int(rng.integers(2**31))))
    return episodes


def fingerprint(image: NDArray[np.uint8]) -> Fingerprint:
    """(64,) bool: where a small grey copy of an (H, W, 3) image gets brighter to the right (dHash)."""
    grey = cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (_SIDE + 1, _SIDE), interpolation=cv2.INTER_AREA)
    return (grey[:, 1:] > grey[:, :-1]).ravel()


def _groups(known: Mapping[Path, Fingerprint], images: Sequence[Path]) -> dict[Path, int]:
    """A number for each image; near-duplicates, directly or by way of others, have the same."""
    prints = np.array([known[image] for image in images]).reshape(len(images), -1)
    group = np.arange(len(images))
    for index in range(len(images)):
        alike = np.flatnonzero((prints[:index] != prints[index]).sum(axis=1) <= _SAME)
        for other in alike:
            group[group == group[index]] = group[other]
    return {image: int(number) for image, number in zip(images, group, strict=True)}
