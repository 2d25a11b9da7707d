"""Screens answer requests: they ask queries, call commands and hand what they got to presenters."""
