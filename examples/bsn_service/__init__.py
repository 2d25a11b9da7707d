"""An automatic system beside F6: it is told of every accepted birth, and sends back which BSN the child was given.

An example to begin from. It uses nothing of F6 but its API; README.md says what each part is for.
"""
