"""Planted faults: programs that do something wrong on purpose, so that a test is seen to notice it."""
