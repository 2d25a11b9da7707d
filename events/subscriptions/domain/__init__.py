"""The rules of delivery: what is wanted, how it is written and signed, when it is tried again. Knows no clock."""
