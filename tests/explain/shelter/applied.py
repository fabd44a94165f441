"""A change made in an instance, and whether a household can then be where it is said to be."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np

from allocator.domain.site import RoomGroup
from allocator.formulate_shelter import lay_out_shelter, relocation
from models.relocation import Site, first_months, keeps
from models.rooming import holds
from tests.explain.shelter.plans import BACKEND, broken, fits

TABLES = {"max_persons": "sites", "max_moves_in": "sites", "shelter_persons_max": "wijken"}


def applied(given, shelter, change):
    """Return the instance with a change made."""
    site, months = shelter.sites[change.site], shelter.months
    dates = {}
    if change.opens is not None:
        dates["opens_on"] = change.opens
    if change.closes is not None:
        dates["closes_on"] = change.closes
    given = _with(given, "sites", change.site, dates)
    if change.rooms is not None:
        more = change.rooms
        given = with_rooms(
            given, site.id, more.beds, more.wheelchair, months, more.first, more.last
        )
    for limit in change.limits:
        given = raised(given, limit.kind, limit.subject, limit.over)
    if change.first_move_month is not None:
        policy = given.policy.model_copy(update={"first_move_month": change.first_move_month})
        given = given.model_copy(update={"policy": policy})
    return given


def with_rooms(given, site, beds, wheelchair, months, first, last):
    """Return the instance with extra rooms in some months."""
    added = tuple(
        RoomGroup(
            site=site, beds=size, count=1, wheelchair=wheelchair,
            opens_on=months.first[first], closes_on=months.last[last],
        )
        for size in beds
    )  # fmt: skip
    order = sorted(
        (*given.rooms, *added),
        key=lambda g: (g.site, g.beds, g.wheelchair, g.opens_on or date.min),
    )
    return given.model_copy(update={"rooms": tuple(order)})


def raised(given, kind, subject, by):
    """Return the instance with a limit that much higher."""
    table = TABLES[kind]
    most = getattr(getattr(given, table)[subject], kind)
    return _with(given, table, subject, {kind: most + by})


def _with(given, table, number, values):
    rows = list(getattr(given, table))
    rows[number] = rows[number].model_copy(update=values)
    return given.model_copy(update={table: tuple(rows)})


def works(given, plan):
    """Whether a plan keeps all constraints and rules of an instance, rooms too."""
    shelter = lay_out_shelter(given)
    problem = relocation(shelter, fits)
    return keeps(problem, plan) and broken(given, shelter, plan) == set() and roomy(problem, plan)


def roomy(problem, plan, months=None):
    """Whether the rooms hold everybody in some months, by default in all."""
    first = np.array(
        [first_months(int(s), row) for s, row in zip(problem.start, plan, strict=True)]
    ).reshape(plan.shape)
    for s, site in enumerate(problem.sites):
        for t in months or range(problem.months):
            there = np.flatnonzero(plan[:, t] == s)
            need = np.where(first[there, t], problem.first_need[there], problem.need[there, s])
            rooms = tuple(zip(site.beds.tolist(), site.rooms[:, t].tolist(), strict=True))
            if not hold(rooms, problem.needs[s], tuple(sorted(need.tolist()))):
                return False
    return True


@cache
def hold(rooms, needs, demand):
    """Whether rooms, by beds and number, hold households."""
    beds, number = np.array(rooms, dtype=np.int64).reshape(-1, 2).T
    return not demand or holds(Site(beds, number[:, None]), needs, demand, 0, BACKEND)


def put(plan, h, months, s):
    """Return a plan with a household in a site in some months."""
    other = plan.copy()
    other[h, list(months)] = s
    return other
