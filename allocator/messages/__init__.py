"""What the commands say: lines for people, and documents for ``--json``."""
