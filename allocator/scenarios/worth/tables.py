"""The tables of what more of something is worth, and the order in which it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.domain.instance import Instance
from allocator.report.tables import Table
from allocator.scenarios.worth.things import ItemWorth, Thing
from allocator.scenarios.worth.words import named
from allocator.texts import Texts

WORTH = ("thing", "id", "what", "amount", "estimate", "n", "mean", "low", "high", "proven")
DIGITS = 4


def worth_table(found: Sequence[ItemWorth], instance: Instance, t: Texts) -> Table:
    """Return a row for each item: of each thing the one that is worth most first."""
    rows = [
        (
            str(one.item.thing),
            one.item.id,
            named(one.item, instance, t),
            one.item.amount,
            _rounded(one.estimate),
            one.value.n,
            _rounded(one.value.mean),
            _rounded(one.value.low),
            _rounded(one.value.high),
            int(one.proven),
        )
        for thing in Thing
        for one in of(found, thing)
    ]
    return Table(WORTH, rows)


def of(found: Sequence[ItemWorth], thing: Thing) -> list[ItemWorth]:
    """Return the items of a thing, the one that is worth most first."""
    mine = [one for one in found if one.item.thing is thing]
    return sorted(mine, key=lambda one: (-one.value.mean, one.item.id))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS) + 0.0
