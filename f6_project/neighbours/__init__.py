"""Two municipalities and a directory on one machine: what `make federation` starts, and walks through."""
