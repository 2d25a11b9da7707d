"""Gemeente Zonnendaal: a small fictitious municipality to try F6 on. Never in production."""
