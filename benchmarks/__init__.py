"""How fast the matching round is solved, beside plain models in three solvers."""
