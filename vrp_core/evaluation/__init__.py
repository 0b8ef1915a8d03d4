"""Accuracy: metrics, paired evaluation, pictures."""
