"""Fetching: what a subscription tells, for who cannot be sent anything; page by page, waiting, and as a stream."""
