"""Reads and writes the formats of other tools; docs/formats.md lists them."""
