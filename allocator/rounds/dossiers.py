"""All that the team needs of one household or one home, on one page, and where it came from.

Sealed values are opened: that is a use about this household, and it is in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allocator.rounds.browsing import row_of
from allocator.rounds.editable import SHEETS, place_names
from allocator.rounds.origins import History, Past, histories, made_at
from allocator.rounds.rows import home_named, household_named
from allocator.rounds.seen import HomeSeen, HouseholdSeen, RowSeen, Value
from allocator.rounds.seen_parts import (
    candidates_seen,
    decisions_seen,
    said_seen,
    withdrawn_seen,
)
from allocator.rounds.standing import Homes
from allocator.rounds.use import Actor, Refused, Use, using
from allocator.store import facts, models
from allocator.store.models import Candidate, Change


def household(actor: Actor, ref: str) -> HouseholdSeen:
    """Return all about a household.

    Raises
    ------
    Refused
        When nothing is known of it.
    """
    with using(actor, "look_at_household") as use:
        subject = household_named(ref)
        use.about([subject.pk])
        fact = models.Household.objects.filter(subject=subject).first()
        if fact is None:
            raise Refused("rounds.unknown_household", household=ref)
        persons = list(models.Person.objects.filter(subject=subject, gone_n=None).order_by("key"))
        rows: list[tuple[str, Any]] = [("households", fact), *(("persons", p) for p in persons)]
        past = histories(rows, Change.objects.filter(subject=subject))
        seen = [_row(table, row, past[table, row.key]) for table, row in rows]
        decided = [
            *models.Decision.objects.filter(subject=subject, gone_n=None),
            *models.Points.objects.filter(subject=subject, gone_n=None),
            *models.SiteDecision.objects.filter(subject=subject, gone_n=None),
        ]
        retired = models.Retired.objects.filter(subject=subject, back_n=None)
        return HouseholdSeen(
            row=row_of(fact, [p.birth_date for p in persons], actor.today),
            facts=seen[0],
            persons=tuple(seen[1:]),
            candidates=candidates_seen(Candidate.objects.filter(subject=subject)),
            said=said_seen(subject),
            decisions=decisions_seen(decided),
            withdrawn=withdrawn_seen(retired),
            past=_newest_first(past),
            names=place_names(),
        )


def home(actor: Actor, ref: str) -> HomeSeen:
    """Return all about a home.

    Raises
    ------
    Refused
        When nothing is known of it.
    """
    with using(actor, "look_at_home") as use:
        fact = home_named(ref)
        rows = [("homes", fact)]
        past = histories(rows, Change.objects.filter(table="homes", key=fact.key))
        stands = Homes(actor.today).of(fact)
        candidates = Candidate.objects.filter(home=ref)
        decided = [
            *models.Decision.objects.filter(home=ref, gone_n=None),
            *models.Points.objects.filter(home=ref, gone_n=None),
        ]
        _about(use, [*candidates, *decided])
        return HomeSeen(
            home=ref,
            stands=stands,
            units=fact.units,
            facts=_row("homes", fact, past["homes", fact.key]),
            names=place_names(),
            candidates=candidates_seen(candidates),
            decisions=decisions_seen(decided),
            withdrawn=withdrawn_seen(models.Retired.objects.filter(home=ref, back_n=None)),
            past=_newest_first(past),
        )


def _about(use: Use, rows: Iterable[Any]) -> None:
    use.about({row.subject_id for row in rows})


def _row(table: str, fact: Any, history: History) -> RowSeen:
    known = facts.FACT_TABLES
    (found,) = (one for one in known if one.name == table)
    sealed, fixed = found.sealed(), {*found.key, found.about}
    thing = facts.from_row(found, fact, **({"persons": ()} if table == "households" else {}))
    values = tuple(
        Value(c.attribute, getattr(thing, c.attribute), history.of(c.attribute),
              c.attribute in sealed)
        for c in SHEETS[table].columns
        if c.attribute not in fixed
    )  # fmt: skip
    made = made_at([fact.changed_n, *([] if fact.gone_n is None else [fact.gone_n])])
    return RowSeen(table, fact.key, values, made.get(fact.changed_n), made.get(fact.gone_n or 0))


def _newest_first(past: Mapping[Any, History]) -> tuple[Past, ...]:
    """Return the changes of several rows, those without fields left out."""
    changes = [one for history in past.values() for one in history.past if one.fields]
    return tuple(sorted(changes, key=lambda one: one.n, reverse=True))
