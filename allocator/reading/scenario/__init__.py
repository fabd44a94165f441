"""Scenario files: small TOML files that are laid over an instance before it is checked.

The road: :mod:`~allocator.reading.scenario.reading` reads the instance's files and the scenario,
lays one over the other cell by cell (``settings``, ``adding``, ``changing``, ``shifting``,
``converting``, ``removing``), and lets every check of an instance look at the result.  What is
expected of coming weeks is read by ``future``.  ``over`` is the same road for an instance that is
known already.
"""

from allocator.reading.scenario.over import lay_over
from allocator.reading.scenario.reading import ScenarioReading, read_scenario, read_scenarios

__all__ = ["ScenarioReading", "lay_over", "read_scenario", "read_scenarios"]
