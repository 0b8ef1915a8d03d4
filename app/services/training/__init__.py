"""Training runs and weights of a project."""
