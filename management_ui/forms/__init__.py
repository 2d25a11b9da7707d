"""What officials fill in."""
