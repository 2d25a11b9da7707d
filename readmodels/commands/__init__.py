"""What changes the tables of this room."""
