"""Programs on a leash: none outlives whoever started it."""
