"""Time travel over HTTP: states, timelines, explanations and differences of objects."""
