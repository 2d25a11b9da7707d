"""What every view has in common: its rows, each a rectangle on the two axes of time."""
