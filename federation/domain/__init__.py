"""FSC as pure rules: no framework, no clock, no settings."""
