"""The command line: `python -m vrp_core <command>`."""
