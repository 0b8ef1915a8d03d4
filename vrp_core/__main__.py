"""`python -m vrp_core <command>`."""

import sys

from vrp_core.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
