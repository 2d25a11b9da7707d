"""Sending over HTTP: one attempt at a time, to where we may send, and what came of it. Saves nothing."""
