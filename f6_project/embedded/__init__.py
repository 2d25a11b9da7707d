"""PostgreSQL and Valkey from wheels: the same engines as in production, with nothing to install."""
