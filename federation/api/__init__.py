"""What peers ask of us: the manager and the inway."""
