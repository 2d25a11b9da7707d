"""`python -m f6_project.supervision`: what `make run` does."""

import sys

from f6_project.supervision.starting import start

if __name__ == "__main__":
    sys.exit(start())
