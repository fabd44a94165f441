"""Whether a relocation plan holds when sites open or close later than planned."""
