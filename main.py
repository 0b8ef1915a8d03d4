"""Opens the window."""

import sys

from app.launcher import start_window

if __name__ == "__main__":
    sys.exit(start_window())
