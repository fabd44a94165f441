"""The pages of scenarios: keep them, compare them in the background, look at what came of it."""
