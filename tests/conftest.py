"""What all tests share."""

import os

# Before torch and Qt are loaded: the tests share two cores with each other, and need no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

import pytest
from hypothesis import settings

from vrp_core.models import weights

# The machines that run these tests are shared: how long one example takes says nothing.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def mobile_sam_file() -> Path:
    """MobileSAM's weights in the user's own cache, fetched when they are not there yet."""
    path = weights.fetch("mobile_sam")
    assert path is not None
    return path
