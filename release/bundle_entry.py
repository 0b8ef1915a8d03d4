"""The start of the bundled program: the same door as the installed `vrp-annotator`."""

import multiprocessing
import sys

from app.launcher import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a library that starts a worker would otherwise start the window again
    sys.exit(main())
