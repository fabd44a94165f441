"""The rules of the matching round, over columns of households and homes.

``columns``, ``pair_rules``, ``eligibility``, ``measures``, ``fit``, ``limits``, ``conflict``
and ``longest_waiting_first`` are what other parts use; each rule stands in one place, with
its source, and its sentences stand in the catalogue ``rules.po``.
"""
