"""Training in the window."""
