"""The shapes in which municipal software already asks for persons: those of the Haal Centraal BRP APIs.

Every answer goes from a person file to the data form (the register's own elements), and from that to the public form.

The file: `person_file`, made of facts by `filing` (`register_stacks`, `written`), stored as `file_rows`.
Reading a row: `said` (text), `numbers`, `dates`, `codes` and `fixed_codes` (what they mean), `investigations`.
The data form: `elements` (which element stands where), `values` (how each is read), `trees` (members by their path).
The public form: `public_values`, `names` and `nobility`, `places` and `addresses`; `always_told` in both.
Questions: `parameters` (the form of each), `questions` (a body against them), `residence_questions`, `custody_request`.
The shapes: `persons` (found by `search`), `custody`, `history` and `occupancy` (both of `residences`).
"""
