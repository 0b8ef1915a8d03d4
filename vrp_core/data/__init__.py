"""From files to arrays: reading photos, episodes for training, benchmarks, simulated prompts."""
