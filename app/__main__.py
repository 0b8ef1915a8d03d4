"""`python -m vrp_annotator` (installed) or `python -m app` (in a checkout)."""

import sys

from .launcher import main

if __name__ == "__main__":
    sys.exit(main())
