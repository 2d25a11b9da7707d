"""The shapes in which municipal software already asks for persons: those of the Haal Centraal BRP APIs."""
