"""Commands that work on the store: parse, call one function of ``allocator.rounds``, print."""
