"""Chooses which results a person looks at: the doubtful, and a random sample that says how good the others are."""

import hashlib
import heapq
from collections import Counter
from dataclasses import dataclass

from vrp_core.scale.results import Results

Key = tuple[str, str, int]  # path, label, instance: one object


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen of a run."""

    doubtful: tuple[str, ...]  # photos, the one with the least certain object first
    sample: tuple[Key, ...]  # objects
    found: dict[str, int]  # label -> objects of the whole run
    expected: dict[str, float]  # label -> how many of them should be right, by their own confidence
    photos: int  # rows' photos of the whole run, with those that could not be read
    failed: int

    @property
    def paths(self) -> frozenset[str]:
        """The photos that a person looks at."""
        return frozenset((*self.doubtful, *(path for path, _, _ in self.sample)))


def choose(results: Results, doubtful: int, sample: int, seed: int = 0) -> Choice:
    """Choose in one run through the results, with memory for what is chosen alone.

    Args:
        results: of a run.
        doubtful: number of photos whose least certain object is the least certain of all.
        sample: number of objects drawn at random, each with the same chance.
        seed: the same seed draws the same sample, in whichever order the files are.
    """
    found: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    certain: list[tuple[float, str]] = []  # a heap of the most certain of the least certain: negative confidence
    drawn: list[tuple[int, Key]] = []  # the same with negative random numbers
    photos = failed = 0
    path, lowest = "", 2.0
    for row in results.rows(("path", "label", "instance", "confidence", "absent", "error")):
        if row.path != path:
            _keep_least(certain, (-lowest, path), doubtful if lowest <= 1 else 0)
            path, lowest = row.path, 2.0
            photos += 1
        failed += bool(row.error)
        if row.absent or row.error or row.confidence is None:
            continue
        lowest = min(lowest, row.confidence)
        found[row.label] += 1
        expected[row.label] += row.confidence  # type: ignore[assignment] # the sum of chances
        key = (row.path, row.label, row.instance)
        _keep_least(drawn, (-_random(seed, key), key), sample)
    _keep_least(certain, (-lowest, path), doubtful if lowest <= 1 else 0)
    return Choice(
        doubtful=tuple(one for _, one in sorted(certain, reverse=True)),
        sample=tuple(key for _, key in sorted(drawn, reverse=True)),
        found=dict(found),
        expected=dict(expected),
        photos=photos,
        failed=failed,
    )


def _keep_least(heap: list, item: tuple, most: int) -> None:  # type: ignore[type-arg]
    """Keep the items whose first element, negated, is least."""
    if most and len(heap) < most:
        heapq.heappush(heap, item)
    elif most and item > heap[0]:
        heapq.heapreplace(heap, item)


def _random(seed: int, key: Key) -> int:
    """A number that depends on nothing but the seed and the object."""
    text = "\0".join((str(seed), key[0], key[1], str(key[2]))).encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")
