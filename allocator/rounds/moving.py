"""Carrying out a move: the household is elsewhere from now on, and every later plan goes by it."""

from __future__ import annotations

from datetime import date
from typing import Any

from allocator.rounds.case import known
from allocator.rounds.use import Refused
from allocator.store import facts, models
from allocator.store.about import plain_value


def carry_out(move: models.Move, day: date, *, n: int) -> None:
    """Have the facts say where a household is since a day, and keep what they said before.

    When an import said so already, nothing is changed.

    Parameters
    ----------
    n
        Number of the use in the log.

    Raises
    ------
    Refused
        When the household takes part no more, is not where the move begins, or cannot be in the
        site on that day.
    """
    household = move.subject.ref or "?"
    there = {here.id for here in known().instance.households}
    row = models.Household.objects.filter(subject=move.subject, gone_n=None).first()
    if row is None or household not in there:
        raise Refused("rounds.household_out", household=household)
    if row.current_site == move.to_site:
        return
    if row.current_site != move.from_site:
        raise Refused(
            "rounds.elsewhere",
            household=household,
            site=row.current_site or "-",
            from_site=move.from_site or "-",
        )
    _refuse_day(row, move, day, household)
    values: dict[str, Any] = {
        "current_site": move.to_site,
        "moved_in_on": None if move.to_site is None else day,
        "earlier_moves": row.earlier_moves + (move.kind == "move"),
        # Who is here is expected no more.
        "arrives_on": row.arrives_on if move.to_site is None else None,
    }
    before = {name: getattr(row, name) for name in values}
    changed = [name for name in values if values[name] != before[name]]
    models.Change.objects.create(
        n=n,
        table=facts.HOUSEHOLDS.name,
        key=row.key,
        subject_id=row.subject_id,
        source=row.source,
        before={name: plain_value(before[name]) for name in changed},
        after={name: plain_value(values[name]) for name in changed},
    )
    for name in changed:
        setattr(row, name, values[name])
    row.changed_n = n
    row.save()


def _refuse_day(row: models.Household, move: models.Move, day: date, household: str) -> None:
    """Raise Refused when a household cannot have moved on a day."""
    if row.moved_in_on is not None and day < row.moved_in_on:
        raise Refused("rounds.moved_in_later", household=household, day=day, since=row.moved_in_on)
    if move.to_site is None:
        return
    if row.leaves_on is not None and row.leaves_on < day:
        raise Refused("rounds.has_left", household=household, day=row.leaves_on)
    site = models.Site.objects.filter(ref=move.to_site, gone_n=None).first()
    if site is None:
        raise Refused("rounds.site_gone", site=move.to_site)
    if site.opens_on is not None and site.opens_on > day:
        raise Refused("rounds.site_not_open", site=move.to_site, opens=site.opens_on)
