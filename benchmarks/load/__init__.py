"""Many people at once on the pages: 50 users, a store of 2,000 households, a solve running.

``python -m benchmarks.load`` serves the pages in production mode on a database made for this,
keeps a second draft being solved, lets users click for ten minutes, and prints a table: requests,
errors, median, 95th percentile and slowest, in all and by page.
"""
