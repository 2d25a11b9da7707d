"""What follows others: the local directory of objects."""
