"""Keeping processes together: each on a leash, all under one supervisor."""
