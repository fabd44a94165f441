"""A plan as files: tables, summary, and a folder that is there whole or not at all."""
