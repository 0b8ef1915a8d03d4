"""What all tests share."""

from hypothesis import settings

# The machines that run these tests are shared: how long one example takes says nothing.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
