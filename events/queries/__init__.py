"""Questions about the log. Every one is asked by a principal, answers inside his zones only, and is written down."""
