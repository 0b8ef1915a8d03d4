"""What measures speed and accuracy. Run as modules: `python -m benchmarks.pipeline`."""
