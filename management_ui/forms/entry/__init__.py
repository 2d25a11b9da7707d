"""A form made from the JSON Schema of an event type: what its inputs are, and the data that what is typed says.

`nodes` reads the schema, `typing_down` goes between data and what stands in the inputs, `inputs` shows them.
"""
