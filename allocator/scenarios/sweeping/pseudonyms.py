"""What a replication needs to know of a city, and no more: this may leave the machine.

The fields that leave are a closed list; a field that is not in it has its default in what leaves.
It is done always, also where nothing leaves, so that the numbers are the same everywhere.

What is left is still about people: a birth date and a size can point somebody out.  It belongs on
machines of the city, or of who works for it under an agreement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from pydantic_core import PydanticUndefined

from allocator.domain.base import Frozen
from allocator.domain.choices import Group, Need
from allocator.domain.decision import Decision, Points, Previous, SiteDecision
from allocator.domain.household import Household
from allocator.domain.instance import Instance

Thing = TypeVar("Thing", bound=Frozen)
OfPair = TypeVar("OfPair", Decision, Points, Previous, SiteDecision)

DIGITS = 5
PERSON = ("id", "household", "birth_date", "gender", "role", "mobility", "ex_amv")
"""Of a person; of who lives in shelter also the wijk of the school."""
HOUSEHOLD = (
    *("id", "group", "koppeling", "koppeldatum", "documents", "nareis_persons", "nareis_on"),
    *("preferred_wijken", "support", "needs", "urgency", "hold_until", "rent_limit_eur", "persons"),
)
"""Of a household; of one in shelter also what says where it is and when it comes and goes."""
SHELTERED = ("current_site", "moved_in_on", "earlier_moves", "arrives_on", "leaves_on", "keep_with")
OF_PAIR = ("household", "home", "site", "decision", "points", "from_on")
NAMED = ("name", "draagkracht_source", "bag_id")
"""Of homes, sites, wijken, complexes and corporaties all leaves but these."""


class Pseudonyms:
    """Names for the households of some instances: the same one in all of them.

    ``H00001``, ``H00002``, … in the order of the ids, as order decides where all else is equal.
    """

    def __init__(self, instances: Iterable[Instance]) -> None:
        different = {id(instance): instance for instance in instances}.values()
        members: dict[str, set[str]] = {}
        together: set[str] = set()
        for instance in different:
            for household in instance.households:
                members.setdefault(household.id, set()).update(p.id for p in household.persons)
                together.add(household.keep_with)
            for row in _of_pairs(instance):  # one of earlier may be about who is gone
                members.setdefault(row.household, set())
        digits = max(DIGITS, len(str(len(members))))
        ids = sorted(members)
        self._household = {real: f"H{n:0{digits}}" for n, real in enumerate(ids, start=1)}
        self._person = {
            (household, real): f"{self._household[household]}-{n:02}"
            for household, persons in members.items()
            for n, real in enumerate(sorted(persons), start=1)
        }
        self._together = {
            text: f"{n:0{digits}}" for n, text in enumerate(sorted(together - {""}), start=1)
        }
        self._real = {hidden: real for real, hidden in self._household.items()}

    def back(self, household: str) -> str:
        """Return the id that a household has here; one that came in a simulation keeps its own."""
        return self._real.get(household, household)

    def hide(self, instance: Instance) -> Instance:
        """Return what may leave of an instance.

        Every rule and every tier but ``lottery`` sees the same: the best plan is the same, pair by
        pair, but among plans that only the lottery tells apart, as its numbers are made from ids.
        """
        return instance.model_copy(
            update={
                "name": "",
                "municipality": "",
                "households": tuple(map(self._hidden, instance.households)),
                "decisions": tuple(map(self._of_pair, instance.decisions)),
                "points": tuple(map(self._of_pair, instance.points)),
                "previous": tuple(map(self._of_pair, instance.previous)),
                "site_decisions": tuple(map(self._of_pair, instance.site_decisions)),
                **{
                    table: tuple(map(_unnamed, getattr(instance, table)))
                    for table in ("wijken", "corporaties", "complexes", "homes", "sites")
                },
            }
        )

    def _hidden(self, household: Household) -> Household:
        sheltered = household.group is Group.ONTHEEMDE
        unsafe = any(person.lhbtiq for person in household.persons)
        needs = {*household.needs, Need.SAFE_PLACE} if unsafe else set(household.needs)
        persons = tuple(
            _only(
                person,
                (*PERSON, "school_wijk") if sheltered else PERSON,
                id=self._person[household.id, person.id],
                household=self._household[household.id],
            )
            for person in household.persons
        )
        return _only(
            household,
            (*HOUSEHOLD, *SHELTERED) if sheltered else HOUSEHOLD,
            id=self._household[household.id],
            persons=persons,
            needs=tuple(sorted(needs)),
            keep_with=self._together.get(household.keep_with, "") if sheltered else "",
        )

    def _of_pair(self, row: OfPair) -> OfPair:
        return _only(row, OF_PAIR, household=self._household[row.household])


def _of_pairs(instance: Instance) -> Iterator[Decision | Points | Previous | SiteDecision]:
    """Yield the rows that are about a household and a place."""
    yield from instance.decisions
    yield from instance.points
    yield from instance.previous
    yield from instance.site_decisions


def _unnamed(thing: Thing) -> Thing:
    """Return a place without its name, or with its id for one where it must have a name."""
    fields = type(thing).model_fields
    kept = tuple(name for name in fields if name not in NAMED)
    return _only(thing, kept)


def _only(thing: Thing, kept: Iterable[str], **other: object) -> Thing:
    """Return a thing with some of its fields, the default of the rest, and other values."""
    gone: Mapping[str, object] = {
        name: "" if field.default is PydanticUndefined else field.default
        for name, field in type(thing).model_fields.items()
        if name not in kept
    }
    return thing.model_copy(update={**gone, **other})
