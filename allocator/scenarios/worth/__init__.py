"""What one more of something is worth: a home, draagkracht, a placement, a month."""
