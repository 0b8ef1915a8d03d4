"""The project file: a SQLite store and the rules around it. No torch."""
