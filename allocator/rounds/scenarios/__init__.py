"""Scenarios of planners: kept, compared with each other on what is known today, and looked at."""
