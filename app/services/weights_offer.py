"""What a download of weights would bring, from where: the facts a person consents to."""

from dataclasses import dataclass

from vrp_core.weights import catalogue, store
from vrp_core.weights.origins import origins

from .models import NAMES


@dataclass(frozen=True, slots=True)
class Source:
    """One place that the weights can come from."""

    address: str
    size: str  # in words, as in "41 MB"; "" where it is not known
    digests: tuple[str, ...]  # sha256 of each file, hex; none where the hub's client checks them


@dataclass(frozen=True, slots=True)
class Offer:
    """A download before it happens; the sources are in the order in which they are tried."""

    sources: tuple[Source, ...]
    name: str
    licence: str
    importable: bool  # a file that the person has can be taken instead
    folder: str  # where the weights are kept


def offer_of(weights_id: str) -> Offer:
    """The offer to download some weights.

    Raises:
        NotFound: the catalogue has no such weights.
    """
    row = catalogue.row(weights_id)
    name = NAMES.get(weights_id, weights_id)
    if row.kind == "hub":
        hub = Source(f"https://huggingface.co/{row.repository}", "", ())
        return Offer((hub,), name, row.licence, False, str(store.hub_dir()))
    sources = tuple(Source(one.address, one.megabytes, one.digests) for one in origins(weights_id))
    return Offer(sources, name, row.licence, True, str(store.cache_dir() / "weights"))
