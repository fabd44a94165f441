"""The mathematics: sets, arrays and formulas.  Knows nothing of people and places."""
