"""What peers ask of us, the manager and the inway; and what is told to our own callers of several F6s together."""
