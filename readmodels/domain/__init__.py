"""What read models are made of, without a framework."""
