"""Measures speed and accuracy. Run the modules, as in `python -m benchmarks.pipeline`."""
