"""What follows from events: person facts, legal consequences, views, and the national code tables that describe them."""
