"""Reads image files as arrays."""
