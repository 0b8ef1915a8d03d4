"""The engine's thread and what it answers."""
