"""The tables of trade-offs: one place for their columns and order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from allocator.plan import TierResult
from allocator.report.tables import Table
from allocator.scenarios.frontier.trading import FIRST, OTHERS, TradeOff, TradePoint

POINTS = ("tier", "plan", FIRST, "value", "households", "persons", *OTHERS, "proven")
PLANS = ("plan", "household", "home")
SHARES = tuple(Fraction(n, 1000) for n in (0, 1, 5, 10, 20, 50, 100))
"""Parts of the best waiting that a city may think of giving up, as the tolerance of a tier."""


@dataclass(frozen=True)
class Bought:
    """What giving up a part of the best waiting buys: the best point within it.

    ``lost`` is the waiting given up in fact, ``gained`` what the tier is better by.
    """

    share: Fraction
    point: TradePoint
    lost: int
    gained: int


def numbered(found: Sequence[TradeOff]) -> Iterator[tuple[TradeOff, int, TradePoint]]:
    """Yield all points with the number of their plan, from 1 on."""
    number = 0
    for one in found:
        for point in one.points:
            number += 1
            yield one, number, point


def tables(found: Sequence[TradeOff]) -> dict[str, Table]:
    """Return the points, and the plans behind them."""
    points, plans = [], []
    for one, number, point in numbered(found):
        values = (point.values[tier] for tier in OTHERS)
        size = point.households, point.persons
        known = point.waiting, point.values[one.tier]
        points.append((one.tier, number, *known, *size, *values, int(point.proven)))
        plans += [(number, household, home) for household, home in point.pairs]
    return {"frontier": Table(POINTS, points), "plans": Table(PLANS, plans)}


def bought(found: TradeOff) -> list[Bought]:
    """Return what each of ``SHARES`` buys; of shares that buy the same, the first."""
    best = found.points[0]
    lost = [best.waiting - point.waiting for point in found.points]
    rows: list[Bought] = []
    for share in SHARES:
        allowed = best.waiting * share
        at = bisect_right(lost, allowed) - 1
        point = found.points[at]
        if not rows or rows[-1].point is not point:
            gained = abs(point.values[found.tier] - best.values[found.tier])
            rows.append(Bought(share, point, lost[at], gained))
    return rows


def explained(found: Sequence[TradeOff]) -> list[TierResult]:
    """Return the tiers that the workbook explains, with their best values."""
    first = TierResult(FIRST, "max", max(one.points[0].waiting for one in found))
    others = [TierResult(one.tier, one.sense, one.points[-1].values[one.tier]) for one in found]
    return [first, *others]
