"""A large relocation plan: the sites and months of Nijmegen, and a made-up course of moves.

It keeps no rule; it is only as wide as a real one.  A third of the households is enough to
look at, and three times as fast.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import groupby

from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.plan import TierResult
from allocator.reading import read_instance
from allocator.rules.shelter.months import Months, use_of_site
from allocator.rules.shelter.residents import residents
from allocator.shelter_plan import Move, Occupancy, RelocationPlan, Shortage, Stay
from tests.report.reports import ROOT
from tests.report.shelter.plans import NOTHING, plan, tiers

SHIPS, ROAD = "Waalhaven", "Tarweweg"
WHY = "de kamers gaan naar andere huishoudens; zo verhuizen er over het hele plan minder personen"


def site_in(household: Household, number: int, month: str) -> str | None:
    """Return where a household is in a month; ``number`` spreads them."""
    now = household.current_site
    if now == SHIPS and month > "2025-10":
        later = "Vervanging-A" if month > "2025-12" and (number % 3 or month > "2026-01") else None
        return "PH7" if number % 13 == 0 else later
    if now == ROAD and month >= f"2026-{1 + number % 6:02}":
        return "Vervanging-B" if number % 11 else "PH7"
    if now in ("CWZ", "Walstraat") and month > "2026-12":
        return "Vervanging-C"
    return now


@cache
def large() -> tuple[Instance, RelocationPlan]:
    """Return the instance of Nijmegen and a plan for it."""
    given = read_instance(ROOT / "instances/nijmegen").instance
    months = Months.of(given)
    names = tuple(months.name(t) for t in range(len(months)))
    people = residents(given)[::3]
    stays, moves, shortages = [], [], []
    persons: Counter[tuple[str, str]] = Counter()
    for number, one in enumerate(people):
        there = [names[t] for t in months.present(one.household)]
        before = one.household.current_site
        for site, group in groupby(there, lambda m, i=number, h=one.household: site_in(h, i, m)):
            run = list(group)
            if site is None:
                shortages.append(Shortage(one.id, run[0], run[-1], one.persons, "full", WHY))
            else:
                rooms = tuple(f"{site}/2-{k + 1:02}" for k in range((one.persons + 1) // 2))
                stays.append(Stay(one.id, site, rooms, run[0], run[-1]))
                persons.update({(site, month): one.persons for month in run})
            if site != before:
                kind, again = "move" if before else "entry", number % 7 < 1
                move = Move(one.id, one.persons, run[0], kind, before, site, "room", again, WHY)
                moves.append(move)
            before = site
    occupancy = tuple(
        Occupancy(site.id, month, persons[site.id, month], 280, use.extended[t])
        for site in given.sites
        for use in (use_of_site(site, months),)
        for t, month in enumerate(names)
        if use.usable_by(t, resident=True)
    )
    found = plan(months=names, stays=tuple(stays), moves=tuple(moves), occupancy=occupancy)
    return given, replace(
        found,
        name=given.name,
        peildatum=given.peildatum,
        shortages=tuple(shortages),
        tiers=(
            *tiers(NOTHING)[:6],
            *(
                TierResult(t, "min", 812, 812, 7, False)
                for t in (
                    *("moves", "repeat", "extension", "school", "together", "shelter_spread"),
                )
            ),
        ),
        households=len(people),
        persons=sum(one.persons for one in people),
    )
