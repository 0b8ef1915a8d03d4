"""What a download of weights would bring, from where: the facts a person consents to."""

from dataclasses import dataclass

from vrp_core.weights import catalogue
from vrp_core.weights.origins import origins


@dataclass(frozen=True, slots=True)
class Source:
    """One place that the weights can come from."""

    address: str
    size: str  # in words, as in "41 MB"
    digests: tuple[str, ...]  # sha256 of each file, hex


@dataclass(frozen=True, slots=True)
class Offer:
    """A download before it happens; the sources are in the order in which they are tried."""

    sources: tuple[Source, ...]
    licence: str
    folder: str  # where the weights are kept


def offer_of(weights_id: str) -> Offer:
    """The offer to download some weights.

    Raises:
        NotFound: the catalogue has no such weights.
    """
    sources = tuple(Source(one.address, one.megabytes, one.digests) for one in origins(weights_id))
    return Offer(sources, catalogue.row(weights_id).licence, str(catalogue.cache_dir() / "weights"))
