"""What reliability is measured with: many tries from a seed, each figure a count of tries and of failures.

Run with `make campaign`, or as `python -m campaigns`; docs/campaigns.md says what each row means.
"""
