"""What is taken, and free for one more, counted anew each time."""

from __future__ import annotations

import numpy as np
import pytest

from models.occupied import Occupied
from models.room_quickly import Quickly
from tests.models.shelter import brute
from tests.models.shelter.random_problems import case_of


def needs_in(problem, there, s, t):
    """Return how many are in a site in a month, of each need."""
    number = [0] * len(problem.needs[s])
    for h, row in there.items():
        if row[t] == s:
            first = brute.first_stay(problem, h, row)[t]
            number[problem.first_need[h] if first else problem.need[h, s]] += 1
    return number


def has_rooms(problem, there, s, t, need):
    number = needs_in(problem, there, s, t)
    number[need] += 1
    quickly = Quickly(problem.sites[s], problem.needs[s])
    return quickly.fits(problem.sites[s].rooms[:, t].tolist(), number)


def limits(problem, s):
    """Yield the sites of each limit on a site, with that."""
    if problem.sites[s].most is not None:
        yield {s}, problem.sites[s].most
    for area in problem.areas:
        if area.sites[s]:
            yield set(np.flatnonzero(area.sites).tolist()), area.most


def under_limits(problem, there, h, s, t, *, staying):
    """Whether one more is within the limits, or in its first stay as all others are."""
    for sites, most in limits(problem, s):
        inside = [o for o, row in there.items() if row[t] in sites]
        persons = int(problem.persons[[h, *inside]].sum())
        alone = all(brute.first_stay(problem, o, there[o])[t] for o in inside)
        if persons > most and not (staying and alone):
            return False
    return True


def came(problem, there, s, t):
    return sum(
        int(problem.persons[h])
        for h, row in there.items()
        if row[t] == s and (row[t - 1] if t else problem.start[h]) != s
    )


def check(problem, occupied, there, h):
    free, start = occupied.free(h), int(problem.start[h])
    for t in range(problem.months):
        for s, site in enumerate(problem.sites):
            assert free.place[s, t] == (
                problem.allowed[h, s, t]
                and under_limits(problem, there, h, s, t, staying=False)
                and has_rooms(problem, there, s, t, problem.need[h, s])
            )
            assert free.enter[s, t] == (
                site.most_in is None
                or came(problem, there, s, t) + problem.persons[h] <= site.most_in
            )
        if start >= 0:
            assert free.staying[t] == (
                problem.staying[h, t]
                and under_limits(problem, there, h, start, t, staying=True)
                and has_rooms(problem, there, start, t, problem.first_need[h])
            )


@pytest.mark.parametrize("seed", range(80))
def test_free_is_what_rooms_and_limits_leave(seed):
    """Everybody is put in a plan, and each in turn taken out, asked for and put elsewhere."""
    problem, _, plans = case_of(seed)
    if not plans:
        return
    now, other = plans[0], plans[len(plans) // 2]
    occupied, there = Occupied(problem), {}
    for h in range(problem.households):
        check(problem, occupied, there, h)
        occupied.put(h, np.array(now[h]))
        there[h] = now[h]
    for h in range(problem.households):
        occupied.put(h, np.array(there.pop(h)), -1)
        check(problem, occupied, there, h)
        occupied.put(h, np.array(other[h]))
        there[h] = other[h]
        persons = [
            [sum(problem.persons[o] for o, row in there.items() if row[t] == s)
             for t in range(problem.months)]
            for s in range(len(problem.sites))
        ]  # fmt: skip
        assert occupied.persons.tolist() == persons
