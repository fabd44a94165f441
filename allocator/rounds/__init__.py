"""The weekly round: what people do with a plan, one function per step.

Each function takes an :class:`~allocator.rounds.use.Actor`, does its work in one transaction
together with its entry in the log, and returns what is to be shown.  The command line and the
pages call the same functions.  Solving happens between two transactions: nobody waits for it,
and the second one only goes on when the first one's facts still hold.
"""
