"""The dashboard: what became of homes and households, as figures and never as rows.

Each part is a module of its own: the taakstelling, waiting times, homes, refusals, shelter and
decisions.  All are counted here once, for the pages and for ``allocator round dashboard``.
"""
