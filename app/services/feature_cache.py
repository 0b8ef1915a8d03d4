"""The feature cache as a person sees it: how large it is, and emptying it. Run as jobs."""

from dataclasses import dataclass

from vrp_core.inference.cache_folder import user_cache_folder

from .jobs import Progress, Stopped


@dataclass(frozen=True, slots=True)
class CacheSize:
    """What the cache takes on disk."""

    bytes: int
    limit_bytes: int
    folder: str


def measure(progress: Progress, stopped: Stopped) -> CacheSize:
    """Its size now."""
    cache = user_cache_folder()
    return CacheSize(cache.size_bytes(stopped), cache.limit_bytes, str(cache.folder))


def clear(progress: Progress, stopped: Stopped) -> CacheSize:
    """Empty it; a pass that runs computes again what it does not find. Its size afterwards."""
    user_cache_folder().clear(stopped)
    return measure(progress, stopped)
