"""Who goes from which site to which by an announced plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from allocator.rounds.dashboard.sight import Number, Sight
from allocator.rounds.dashboard.sites import site_names
from allocator.store import models


@dataclass(frozen=True)
class Flow:
    """Persons that go from one site to another, in the months ``first`` up to ``last``.

    ``from_site`` is ``None`` for who comes in, ``to_site`` for who loses its place.
    """

    from_site: str | None
    to_site: str | None
    persons: Number
    first: date
    last: date


def flows(announcement: models.Announcement, sight: Sight) -> tuple[Flow, ...]:
    """Return who goes where over the whole plan: between sites first, then by name."""
    known = site_names(models.Site.objects.all())
    persons: Counter[tuple[str | None, str | None]] = Counter()
    months: dict[tuple[str | None, str | None], list[date]] = {}
    for move in announcement.moves.all():
        way = move.from_site, move.to_site
        persons[way] += move.persons
        months.setdefault(way, []).append(date.fromisoformat(f"{move.month}-01"))
    found = [
        Flow(
            None if a is None else known.get(a, a),
            None if b is None else known.get(b, b),
            sight.number(n),
            min(months[a, b]),
            max(months[a, b]),
        )
        for (a, b), n in persons.items()
    ]
    return tuple(sorted(found, key=_order))


def _order(flow: Flow) -> tuple[bool, str, bool, str]:
    begin, end = flow.from_site, flow.to_site
    return begin is None, begin or "", end is None, end or ""
