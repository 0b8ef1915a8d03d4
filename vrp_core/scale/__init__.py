"""Labelling at scale: a bundle of a project, a worker that needs no project, and its results in Parquet."""
