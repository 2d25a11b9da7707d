"""Themes: the tokens a municipality may give other values, and whether what it chose can be read. No framework."""
