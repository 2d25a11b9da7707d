"""What changes the log or who may: verbs. Screens, API, imports and peers all call these same functions."""
