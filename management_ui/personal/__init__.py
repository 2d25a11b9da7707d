"""What the desk keeps of one account: the only code that reads and writes the models of this room."""
