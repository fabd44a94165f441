"""What a corporatie sees: the cards of what is with it, its homes, its agreement.

Nothing else exists for it: no home of another, no proposal that was not sent, no household that
is not with it by now.  Of what came to an end it sees the home and the outcome, no household.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.cards import Card, CardHome, card_home, card_of
from allocator.domain.base import HouseholdId
from allocator.domain.home import Home
from allocator.rounds.case import latest_day
from allocator.rounds.since import Since
from allocator.rounds.states import UNDER_WAY, State
from allocator.rounds.use import Actor, Role, using
from allocator.store import facts, models
from allocator.store.models import Candidate

ROLES: tuple[Role, ...] = ("team", "corporatie")
ENDED = (State.PLACED, State.REFUSED_BY_CORPORATIE, State.REFUSED_BY_HOUSEHOLD, State.EXPIRED)
SHOWN_FOR = timedelta(days=30)  # after the end


@dataclass(frozen=True)
class WithOwner:
    """A proposal that is with a corporatie; ``version`` is what an answer to it must name."""

    card: Card
    state: State
    answer_by: date | None
    version: int
    round: int


def with_owner(actor: Actor, corporatie: str | None = None) -> list[WithOwner]:
    """Return each proposal that waits for a corporatie or that it accepted, by home.

    A corporatie sees its own; the team names one, or sees all.
    """
    with using(actor, "read_cards", roles=ROLES) as use:
        owner = actor.corporatie if actor.role == "corporatie" else corporatie
        rows = Candidate.objects.filter(state__in=UNDER_WAY)
        if owner is not None:
            rows = rows.filter(home__in=_homes_of(owner))
        found = [
            WithOwner(made, State(row.state), _answer_by(row), row.version, row.round_id)
            for row, made in _cards(list(rows))
        ]
        use.about(row.subject_id for row in rows)
        use.result = {"cards": len(found)}
        return sorted(found, key=lambda one: (one.card.home.id, one.card.household))


@dataclass(frozen=True)
class Ended:
    """What became of a proposal that was with a corporatie."""

    home: str
    state: State
    day: date


def ended(actor: Actor) -> list[Ended]:
    """Return what came to an end of late, newest first; it names no household."""
    with using(actor, "read_ended", roles=("corporatie",)):
        steps = models.Step.objects.filter(
            candidate__home__in=_homes_of(actor.corporatie),
            after__in=ENDED,
            on_day__gte=actor.today - SHOWN_FOR,
        ).order_by("-n")
        sent = set(models.Step.objects.filter(after=State.SENT).values_list("candidate", flat=True))
        rows = steps.values_list("candidate", "candidate__home", "after", "on_day")
        return [Ended(home, State(state), day) for pk, home, state, day in rows if pk in sent]


@dataclass(frozen=True)
class OwnHome:
    """A home of a corporatie, and how far it is with what is proposed for it.

    ``state`` is ``None`` when nothing is with the corporatie; ``left`` is in units.
    """

    home: CardHome
    left: int
    state: State | None


def own_homes(actor: Actor) -> list[OwnHome]:
    """Return the homes of a corporatie that can still be let, by id."""
    with using(actor, "read_homes", roles=("corporatie",)):
        rows = models.Home.objects.filter(corporatie=actor.corporatie, gone_n=None)
        with_it = Candidate.objects.filter(state__in=UNDER_WAY, home__in=rows.values("ref"))
        states = {row.home: State(row.state) for row in with_it}
        signed = Since.now(latest_day() or actor.today)
        left = {row.ref: signed.units(row) for row in rows}
        wanted = sorted(ref for ref in left if left[ref] > 0 or ref in states)
        homes = _shown_homes(wanted)
        return [OwnHome(homes[ref], left[ref], states.get(ref)) for ref in wanted]


@dataclass(frozen=True)
class Agreement:
    """Placements in households: agreed (``None`` when nothing was) and signed since."""

    name: str
    agreed: int | None
    signed: int
    under_way: int


def agreement(actor: Actor) -> Agreement | None:
    """Return what a corporatie agreed to, and how much of it was signed."""
    with using(actor, "read_agreement", roles=("corporatie",)):
        row = models.Corporatie.objects.filter(ref=actor.corporatie, gone_n=None).first()
        if row is None:
            return None
        agreed, signed = Since.now(latest_day() or actor.today).agreed_and_used(row)
        under_way = Candidate.objects.filter(
            state__in=UNDER_WAY, home__in=_homes_of(actor.corporatie)
        ).count()
        return Agreement(row.name, agreed, signed, under_way)


def _homes_of(owner: str | None) -> list[str]:
    return list(models.Home.objects.filter(corporatie=owner).values_list("ref", flat=True))


def _answer_by(row: Candidate) -> date | None:
    return row.answer_by if row.state == State.SENT else None


def _cards(rows: list[Candidate]) -> Iterable[tuple[Candidate, Card]]:
    """Return each candidate with its card, where home and household are still in the files.

    Of people no more is read than when they were born.
    """
    subjects = [row.subject_id for row in rows]
    there = models.Household.objects.filter(subject__in=subjects, gone_n=None)
    people = dict(there.values_list("subject_id", "ref"))
    births: dict[str, list[date]] = defaultdict(list)
    persons = models.Person.objects.filter(subject__in=subjects, gone_n=None)
    for subject, born in persons.values_list("subject_id", "birth_date"):
        births[subject].append(born)
    homes = _shown_homes([row.home for row in rows])
    day = models.Import.objects.order_by("-n").values_list("peildatum", flat=True).first()
    for row in rows:
        household, home = people.get(row.subject_id), homes.get(row.home)
        if household is not None and home is not None and day is not None:
            yield row, card_of(HouseholdId(household), births[row.subject_id], home, day)


def _shown_homes(refs: list[str]) -> dict[str, CardHome]:
    """Return what a card says of homes that are still in the files."""
    signed = Since.now(latest_day() or date.today())
    wijken = dict(models.Wijk.objects.values_list("code", "name"))
    owners = dict(models.Corporatie.objects.values_list("ref", "name"))
    return {
        row.ref: card_home(
            _home(row, signed),
            corporatie_name=owners.get(row.corporatie, row.corporatie),
            wijk_name=wijken.get(row.wijk, row.wijk),
        )
        for row in models.Home.objects.filter(ref__in=refs, gone_n=None)
    }


def _home(row: models.Home, signed: Since) -> Home:
    """Return a home as the domain has it, with the units that are left."""
    found = facts.from_row(facts.HOMES, row, units=max(1, signed.units(row)))
    assert isinstance(found, Home)  # noqa: S101 - for the type checker
    return found
