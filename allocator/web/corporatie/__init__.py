"""The pages of a corporatie: what is proposed for its homes, and nothing else."""
