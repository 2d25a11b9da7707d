"""Persons as the Haal Centraal BRP personen API answers them: file → data form → public form → what was asked.

`elements` says which element stands where in the data form, `fields` which elements a public field comes from; from
these two follow what a request delivers and what of it is under investigation.
"""
