"""Passes in the window: progress, history, resuming."""
