"""The deliverer: who is told of what comes into the log, in which order, and what is tried again (ADR 13)."""
