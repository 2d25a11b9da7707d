"""The project: settings, addresses, and what keeps it running."""
