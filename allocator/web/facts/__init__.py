"""The facts: looking through households and homes, editing, importing, and the settings."""
