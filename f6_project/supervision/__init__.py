"""`make run`: every process of F6 under one supervisor."""
