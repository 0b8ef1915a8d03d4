"""Samples and episodes for training and evaluation."""
