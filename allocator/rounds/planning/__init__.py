"""What planners look at: wijken and shelter sites over time, in figures that name nobody."""
