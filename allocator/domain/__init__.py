"""What there is: frozen types for people, homes, wijken, sites, decisions and policy.

Nothing here computes a rule; ``allocator.rules`` and ``allocator.check`` each do,
apart from each other.  Imports nothing of ours.
"""
