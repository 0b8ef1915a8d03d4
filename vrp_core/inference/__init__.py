"""Finds objects: loads the networks, encodes images and runs passes over target images."""
