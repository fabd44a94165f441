"""The matching round in CP-SAT, one worker: the same model, and one search of its own."""

from __future__ import annotations

from benchmarks.peers import plain_cpsat


class Plain(plain_cpsat.Plain):
    """One worker follows ``linearization_level`` itself."""

    workers = 1
    subsolvers = ()
