"""``allocator scenario``: what may come, and what a location, a limit or a delay is worth."""

from __future__ import annotations

from allocator.commands import (  # noqa: F401 - they add themselves
    scenario_comparing,
    scenario_frontier,
    scenario_slip,
    scenario_worth,
    scenario_write,
)
from allocator.commands.scenario_group import scenario

ORDER: tuple[str, ...] = ("run", "compare", "worth", "write", "frontier", "slip")
scenario.commands = {name: scenario.commands[name] for name in ORDER}

__all__ = ["scenario"]
