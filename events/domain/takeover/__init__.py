"""Taking over a register that already exists: rows of the national register (LO GBA) to entries of the log.

Pure: `register` reads a file, `elements` says what a row holds, `stacks` orders its rows and gives each its formal
moment, `entries` turns rows into claims, corrections and validations, `reconstruction` gets the rows back.
"""
