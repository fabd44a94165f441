"""How many go from where to where: in each month, and over the whole plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allocator.figures.counts import Count, count
from allocator.shelter_plan import Move, RelocationPlan


@dataclass(frozen=True)
class Flow:
    """Households that go from one site to another.

    ``from_site`` is ``None`` for who comes in, ``to_site`` for who loses its place.
    """

    from_site: str | None
    to_site: str | None
    count: Count


@dataclass(frozen=True)
class MonthFlows:
    """Everybody who goes somewhere in a month: the flows, and each household."""

    month: str
    flows: tuple[Flow, ...]
    moves: tuple[Move, ...]

    @property
    def count(self) -> Count:
        """All who go somewhere."""
        return count(self.moves)


def flows(moves: Iterable[Move]) -> tuple[Flow, ...]:
    """Return where moves go: those between sites first, then by site."""
    groups: dict[tuple[str | None, str | None], list[Move]] = {}
    for move in moves:
        groups.setdefault((move.from_site, move.to_site), []).append(move)
    found = [Flow(begin, end, count(group)) for (begin, end), group in groups.items()]
    return tuple(sorted(found, key=_order))


def _order(flow: Flow) -> tuple[bool, str, bool, str]:
    begin, end = flow.from_site, flow.to_site
    return begin is None, begin or "", end is None, end or ""


def month_flows(plan: RelocationPlan) -> tuple[MonthFlows, ...]:
    """Return the months in which somebody goes somewhere."""
    by_month: dict[str, list[Move]] = {}
    for move in plan.moves:
        by_month.setdefault(move.month, []).append(move)
    return tuple(
        MonthFlows(month, flows(moves), tuple(moves)) for month, moves in sorted(by_month.items())
    )


@dataclass(frozen=True)
class Matrix:
    """Persons from each site (a row) to each site (a column), over the whole plan.

    ``None`` among the rows are those who come in, among the columns those who lose their place.
    """

    rows: tuple[str | None, ...]
    columns: tuple[str | None, ...]
    persons: dict[tuple[str | None, str | None], int]

    def out_of(self, row: str | None) -> int:
        """Return all who leave a site."""
        return sum(self.persons.get((row, column), 0) for column in self.columns)

    def into(self, column: str | None) -> int:
        """Return all who go into a site."""
        return sum(self.persons.get((row, column), 0) for row in self.rows)


def matrix(moves: Iterable[Move]) -> Matrix:
    """Return all moves as a matrix, with only the sites that somebody leaves or goes to."""
    found = flows(moves)
    return Matrix(
        rows=tuple(dict.fromkeys(flow.from_site for flow in found)),
        columns=tuple(sorted({flow.to_site for flow in found}, key=lambda s: (s is None, s or ""))),
        persons={(flow.from_site, flow.to_site): flow.count.persons for flow in found},
    )
