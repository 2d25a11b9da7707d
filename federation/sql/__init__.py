"""The SQL of federation that matters, one thought a file. Migrations run these files."""
