"""The pages of planners: figures of wijken and shelter, and no household."""
