"""F6s of other organisations, over FSC: contracts, manager, inway and outway, directories, and what is known together.

States and views out of several F6s are in `queries/states.py` and `queries/views.py`.
"""
