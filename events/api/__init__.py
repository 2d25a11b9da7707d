"""The REST edge: reads requests, calls commands and queries, writes answers. It decides nothing itself."""
