"""What follows from events: person facts, legal consequences, views, and the code tables that describe them."""
