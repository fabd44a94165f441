"""What is found out about a draft, in types of JSON: for a command, and to be kept as an answer."""

from __future__ import annotations

from typing import Any

from allocator.rounds.pricing import Priced, Ways


def price_document(found: Priced) -> dict[str, Any]:
    """Return a price in types of JSON."""
    return {
        "household": found.household,
        "home": found.home,
        "proven": found.proven,
        "worse": dict(found.price.worse),
        "gains": list(found.price.gains),
        "waits_longer": list(found.price.waits_longer),
        "moves": [list(move) for move in found.price.moves],
        "deviation": list(
            next(
                (
                    row.deviation
                    for row in found.price.plan.proposals
                    if (row.household, row.home) == (found.household, found.home)
                ),
                (),
            )
        ),
    }


def ways_document(ways: Ways) -> dict[str, Any]:
    """Return alternatives in types of JSON."""
    return {
        "household": ways.household,
        "draft": ways.draft,
        "homes": [
            {
                "home": ways.homes[way.home],
                "status": way.status,
                "blocked_by": list(way.blocked_by),
                "loss": way.loss,
                "exact": way.exact,
                "waits_longer": [ways.people[h] for h in way.waits_longer],
                "gains": [ways.people[h] for h in way.gains],
            }
            for way in ways.found
        ],
    }
