"""The city between two rounds: who waits, which homes are on offer, what the wijken carry.

It is the instance of the coming round with what a round leaves behind: a household that was
placed waits no more, its home has a unit less, and its persons count in its wijk, the areas around
that, and its complex.  On the first of January what was placed in the wijken counts from 0 again,
as draagkracht is of a calendar year; in a complex it stays, as that is who lives there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from allocator.domain.base import HouseholdId
from allocator.domain.choices import (
    DecisionKind,
    Documents,
    HomeKind,
    Sharing,
    Support,
)
from allocator.domain.decision import Decision, Points, Previous
from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules import facts
from allocator.scenarios.chances import Chances
from allocator.scenarios.happened import Ending, Happened, Placement, Unit
from allocator.scenarios.nareis import Relatives, joined
from allocator.scenarios.rates import DAYS, waiting

Row = TypeVar("Row", Decision, Points, Previous)

GENDERED = {"f": Sharing.WOMEN, "m": Sharing.MEN}
"""How a home that is shared by one gender goes on when somebody lives there."""


@dataclass(frozen=True)
class Offer:
    """A home on offer since a week, and until before another: ``None`` for as long as it takes."""

    home: Home
    since: int
    until: int | None


@dataclass(frozen=True)
class Stay:
    """A household in a home that it may have to leave: since which week, and where."""

    household: Household
    home: Home
    since: int


class City:
    """What there is in a week; each step changes it.

    Parameters
    ----------
    instance
        What is known at the start.
    chances
        What falls by chance.
    happened
        Where it notes what happens.
    """

    def __init__(self, instance: Instance, chances: Chances, happened: Happened) -> None:
        self.week = 0
        self.instance = instance
        self.happened = happened
        self._chances = chances
        self._future = chances.future
        self.waiting = {str(h.id): h for h in waiting(instance)}
        self.offers = {str(home.id): self._offer(home) for home in instance.homes}
        self._stays: dict[str, Stay] = {}
        self._moving: dict[str, Stay] = {}
        self._areas = _areas_of(instance)
        self._placed = Counter({str(w.code): w.placed_persons for w in instance.wijken})
        self._living = Counter({str(c.id): c.placed_persons for c in instance.complexes})
        self._supported = Counter({str(c.id): c.placed_supported for c in instance.complexes})
        self._locks = [d for d in instance.decisions if d.decision is DecisionKind.LOCK]
        self._refusals = [d for d in instance.decisions if d.decision is not DecisionKind.LOCK]
        self._documents = {
            str(h.id): chances.documents_after(h.id)
            for h in self.waiting.values()
            if facts.lacks_documents(h)
        }
        self._relatives = Relatives(chances)
        for household in self.waiting.values():
            self._relatives.expect(household, instance.peildatum)

    @property
    def day(self) -> date:
        """The peildatum of this week."""
        return self.instance.peildatum + timedelta(days=DAYS * self.week)

    def round(self) -> Instance:
        """Return the instance of this week's round."""
        return self.instance.model_copy(
            update={
                "peildatum": self.day,
                "households": tuple(self.waiting[h] for h in sorted(self.waiting)),
                "homes": tuple(self.offers[p].home for p in sorted(self.offers)),
                "wijken": tuple(
                    w.model_copy(update={"placed_persons": self._placed[w.code]})
                    for w in self.instance.wijken
                ),
                "complexes": tuple(
                    c.model_copy(
                        update={
                            "placed_persons": self._living[c.id],
                            "placed_supported": self._supported[c.id],
                        }
                    )
                    for c in self.instance.complexes
                ),
                "decisions": self._decisions(),
                "points": self._of_those_here(self.instance.points),
                "previous": self._of_those_here(self.instance.previous) if not self.week else (),
                "sites": (),
                "rooms": (),
                "site_decisions": (),
            }
        )

    def begin(self, households: Iterable[Household], homes: Iterable[Home]) -> None:
        """Go on to the next week, with who and what comes in it."""
        before = self.day.year
        self.week += 1
        if self.day.year != before:
            self._placed = Counter()
        for household in households:
            self.waiting[household.id] = household
            if facts.lacks_documents(household):
                after = self._chances.documents_after(household.id)
                self._documents[household.id] = self.week + after
            self._relatives.expect(household, self.day)
        for home in homes:
            self.offers[home.id] = self._offer(home)
        self._complete_documents()
        self._welcome_relatives()
        self._end_stays()
        self._withdraw()

    def place(self, household_id: str, home_id: str) -> None:
        """Give a household a unit of a home."""
        household, home = self.waiting.pop(household_id), self.offers[home_id].home
        persons = len(household.persons)
        counted = persons
        if self.instance.policy.count_nareis:
            counted += household.nareis_persons
        for area in self._areas[home.wijk]:
            self._placed[area] += counted
        if home.complex is not None:
            self._living[home.complex] += counted
            self._supported[home.complex] += household.support is not Support.NONE
        left = self._moving.pop(household_id, None)
        if left is not None:
            self._leave(left)
        self.happened.placements.append(
            Placement(
                week=self.week,
                household=household,
                home=home.id,
                wijk=home.wijk,
                waited=facts.weeks(household, self.day),
                new_persons=persons - (len(left.household.persons) if left else 0),
                again=left is not None,
            )
        )
        self._documents.pop(household_id, None)
        self._stays[household_id] = Stay(household, home, self.week)
        self._note_unit(home, max(self.day, home.available_from), Ending.PLACED)
        self._take_unit(household, home)

    def refuse(self, household_id: str, home_id: str, decision: DecisionKind) -> None:
        """Note that a proposal was refused, which holds for good."""
        self._refusals.append(
            Decision.model_validate(
                {"household": household_id, "home": home_id, "decision": decision}
            )
        )

    def end(self) -> None:
        """Note who waits still, and what is on offer still."""
        day = self.day
        self.happened.still_waiting.extend(
            (household, facts.weeks(household, day))
            for _, household in sorted(self.waiting.items())
            if household.id not in self._moving
        )
        for _, offer in sorted(self.offers.items()):
            for _ in range(offer.home.units):
                self._note_unit(offer.home, max(day, offer.home.available_from), Ending.OPEN)

    @property
    def placed_in(self) -> dict[str, int]:
        """Persons placed in each wijk and area this year."""
        return dict(self._placed)

    def _offer(self, home: Home) -> Offer:
        """Put a home on offer: one of a complex stays there, another is let to others in time."""
        weeks = self._future.vacancies.offered_weeks
        return Offer(home, self.week, None if home.complex else self.week + weeks)

    def _decisions(self) -> tuple[Decision, ...]:
        """Return the locks and refusals among those who are here."""
        moving = [
            Decision(
                household=HouseholdId(household),
                home=offer.home.id,
                decision=DecisionKind.REFUSED_BY_TEAM,
            )
            for household in self._moving
            for offer in self.offers.values()
            if offer.home.kind is HomeKind.DOORSTROOM
        ]
        every = (*self._of_those_here((*self._locks, *self._refusals)), *moving)
        return tuple(sorted(every, key=lambda d: (d.household, d.home, d.decision)))

    def _of_those_here(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(r for r in rows if r.household in self.waiting and r.home in self.offers)

    def _complete_documents(self) -> None:
        for household, week in list(self._documents.items()):
            if week <= self.week:
                del self._documents[household]
                self.waiting[household] = self.waiting[household].model_copy(
                    update={"documents": Documents.COMPLETE}
                )

    def _welcome_relatives(self) -> None:
        """Let relatives join who waits; who has a home that is too small then waits for another."""
        for household_id in self._relatives.arrived(self.day):
            if household_id in self.waiting:
                self.waiting[household_id] = joined(self.waiting[household_id], self.day)
                continue
            stay = self._stays.get(household_id)
            if stay is None:
                continue
            whole = joined(stay.household, self.day)
            roomy = stay.home.sharing is Sharing.NONE and stay.home.kind is not HomeKind.DOORSTROOM
            if not roomy or len(whole.persons) > stay.home.max_persons:
                self._move_on(stay, whole)

    def _end_stays(self) -> None:
        """Let those whose time in a doorstroomlocatie ends look for a home, a term before that."""
        term = self.instance.policy.term_weeks
        most = max(0, self._future.doorstroom.stay_weeks - term)
        for stay in list(self._stays.values()):
            if stay.home.kind is HomeKind.DOORSTROOM and self.week - stay.since >= most:
                self._move_on(stay, stay.household)

    def _move_on(self, stay: Stay, household: Household) -> None:
        """Let a household wait for another home from today on; it stays where it is till then."""
        del self._stays[household.id]
        self._moving[household.id] = stay
        self.waiting[household.id] = household.model_copy(update={"koppeldatum": self.day})

    def _leave(self, stay: Stay) -> None:
        """Put the home that a household leaves on offer again, when it belongs to a complex."""
        home = stay.home
        if home.complex is None:
            return
        counted = len(stay.household.persons)
        if self.instance.policy.count_nareis:
            counted += stay.household.nareis_persons
        self._living[home.complex] -= counted
        self._supported[home.complex] -= stay.household.support is not Support.NONE
        offer = self.offers.get(home.id)
        if offer is None:
            fresh = home.model_copy(update={"units": 1, "available_from": self.day})
            self.offers[home.id] = self._offer(fresh)
        else:
            more = offer.home.model_copy(update={"units": offer.home.units + 1})
            self.offers[home.id] = Offer(more, offer.since, offer.until)

    def _withdraw(self) -> None:
        """Take away homes that are let to others now, or whose use has ended."""
        for home_id, offer in list(self.offers.items()):
            until = offer.home.available_until
            gone = offer.until is not None and offer.until <= self.week
            if gone or (until is not None and until < self.day):
                for _ in range(offer.home.units):
                    self._note_unit(offer.home, self.day, Ending.LAPSED)
                del self.offers[home_id]

    def _take_unit(self, household: Household, home: Home) -> None:
        offer = self.offers[home.id]
        left = home.units - 1
        if not left:
            del self.offers[home.id]
            return
        update: dict[str, object] = {"units": left}
        if home.sharing is Sharing.SAME:
            gender = facts.head(household).gender
            update["sharing"] = GENDERED.get(gender.value, Sharing.SAME)
        self.offers[home.id] = Offer(home.model_copy(update=update), offer.since, offer.until)

    def _note_unit(self, home: Home, until: date, ending: Ending) -> None:
        since = max(home.available_from, self.instance.peildatum)
        self.happened.units.append(Unit(home.id, since, max(since, until), ending))


def _areas_of(instance: Instance) -> dict[str, tuple[str, ...]]:
    """Return for each wijk itself and the areas around it."""
    above = {str(w.code): w.within for w in instance.wijken}
    found = {}
    for wijk in above:
        areas: list[str] = []
        area: str | None = wijk
        while area is not None:
            areas.append(area)
            area = above[area]
        found[wijk] = tuple(areas)
    return found
