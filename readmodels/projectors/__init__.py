"""What keeps stored answers equal to the functions they are answers of."""
