"""The whole dashboard, in one use of the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allocator.rounds.case import latest_day, policy
from allocator.rounds.dashboard.decisions import Decisions, decisions
from allocator.rounds.dashboard.homes import Homes, homes
from allocator.rounds.dashboard.people import people_now
from allocator.rounds.dashboard.period import Period
from allocator.rounds.dashboard.refusals import Refusals, refusals
from allocator.rounds.dashboard.shelter import Shelter, shelter
from allocator.rounds.dashboard.sight import Sight
from allocator.rounds.dashboard.task import Tasks, tasks
from allocator.rounds.dashboard.waiting import Waiting, waiting
from allocator.rounds.since import Since
from allocator.rounds.use import Actor, Role, using

ROLES: tuple[Role, ...] = ("team", "planner", "auditor")


@dataclass(frozen=True)
class Dashboard:
    """What the dashboard shows on ``day``; ``exact`` when small numbers are told too."""

    day: date
    period: Period
    exact: bool
    tasks: Tasks
    waiting: Waiting
    homes: Homes
    refusals: Refusals
    shelter: Shelter
    decisions: Decisions


def dashboard(actor: Actor) -> Dashboard:
    """Return the figures of today; numbers of people that somebody may not see are hidden.

    Raises
    ------
    Refused
        When nothing was imported yet.
    """
    with using(actor, "dashboard", roles=ROLES):
        term, sight = policy().term_weeks, Sight.of(actor)
        day = day_of(actor)
        period, signed, there = Period.until(day), Since.now(day), people_now()
        return Dashboard(
            day,
            period,
            sight.exact,
            tasks(signed, day),
            waiting(signed, there, period, term, sight),
            homes(signed, period),
            refusals(period, sight),
            shelter(signed, there, day, sight),
            decisions(period),
        )


def day_of(actor: Actor) -> date:
    """Return the day that figures are of: today, or a later one that files are of already."""
    known = latest_day()
    return actor.today if known is None else max(actor.today, known)
