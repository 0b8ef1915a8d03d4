"""Measures reliability: many seeded tries, reported as counts of tries and of failures.

Run with `make campaign`, or as `python -m campaigns`; docs/campaigns.md says what each row means.
"""
