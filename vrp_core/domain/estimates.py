"""What a random sample says about the whole it was drawn from."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959963984540054  # quantile of the normal distribution for 95 %


@dataclass(frozen=True, slots=True)
class Proportion:
    """A share of a whole, estimated from a random sample."""

    right: int
    judged: int

    @property
    def share(self) -> float:
        """Of the sample, 0..1; 0 where nothing was judged."""
        return self.right / self.judged if self.judged else 0.0

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share of the whole, 0..1.

        It is right for small samples and for shares of 0 and 1, where the usual interval is empty.
        """
        if not self.judged:
            return 0.0, 1.0
        n, p = self.judged, self.share
        centre = p + _Z * _Z / (2 * n)
        reach = _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
        scale = 1 + _Z * _Z / n
        low = 0.0 if self.right == 0 else (centre - reach) / scale
        high = 1.0 if self.right == n else (centre + reach) / scale
        return low, high
