"""Small parts, timed by pytest-benchmark: ``pytest benchmarks/micro``."""
