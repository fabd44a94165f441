"""The pages of the housing team."""
