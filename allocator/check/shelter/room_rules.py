"""The room rules of rules.md 2.1: enough beds, no room too many, and who shares with whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.facts import ShelterFacts
from allocator.check.shelter.places import Place, Places
from allocator.check.shelter.sites import Room, Status
from allocator.check.verdict import Value, Violation
from allocator.domain.choices import Gender

MOST_ROOMS = 4


def room_faults(case: ShelterCase, places: Places) -> Iterator[Violation]:
    """Find what is wrong with the rooms of each household, and with who shares them."""
    for (site, t), there in sorted(places.in_site.items(), key=lambda item: item[0]):
        sharers: dict[str, list[str]] = {}
        for household, place in there:
            yield from _own_rooms(case, case.households[household], place, t)
            for room in set(place.rooms) & set(case.rooms[site]):
                sharers.setdefault(room, []).append(household)
        for room, households in sorted(sharers.items()):
            yield from _sharing(case, case.rooms[site][room], sorted(households), t)


def needs_alone(case: ShelterCase, facts: ShelterFacts, site: str) -> bool:
    """Return whether a single must have the room alone in a site."""
    unsafe = facts.needs_safe and not case.sites[site].safe_place
    return facts.alone or unsafe or facts.side[0] == Gender.X


def covers(rooms: Sequence[Room], persons: int) -> bool:
    """Return whether some of the rooms, as many as a household may have, hold these persons."""
    most = 1 if persons == 1 else MOST_ROOMS
    return sum(sorted((room.beds for room in rooms), reverse=True)[:most]) >= persons


def _own_rooms(case: ShelterCase, facts: ShelterFacts, place: Place, t: int) -> Iterator[Violation]:
    """Find rooms that a household cannot have, lacks, or could do without."""
    known = case.rooms[place.site]
    yield from _unusable(case, facts, place, t)
    rooms = [known[id_] for id_ in place.rooms if id_ in known]
    if len(rooms) < len(place.rooms):
        return
    beds = _beds(rooms)
    numbers = (("rooms", len(rooms)), ("beds", beds), ("persons", facts.persons))
    if beds < facts.persons:
        yield _fault(case, "check.shelter.beds", numbers, facts, place, t)
    elif len(rooms) > (1 if facts.single else MOST_ROOMS):
        yield _fault(case, "check.shelter.many_rooms", numbers, facts, place, t)
    else:
        for i, room in enumerate(rooms):
            if _beds(rooms[:i] + rooms[i + 1 :]) >= facts.persons:
                values = (("room", room.id), *numbers)
                yield _fault(case, "check.shelter.spare_room", values, facts, place, t)
                return


def _unusable(case: ShelterCase, facts: ShelterFacts, place: Place, t: int) -> Iterator[Violation]:
    """Find rooms that do not exist, or cannot be used in this month.

    That the site itself cannot be used is a fault of its own.
    """
    resident = facts.current_site == place.site
    closed = case.status(place.site, t, resident=resident) == Status.CLOSED
    usable = case.usable_rooms(place.site, t, resident=resident)
    for id_ in place.rooms:
        if id_ not in case.rooms[place.site]:
            yield _fault(case, "check.shelter.room", (("room", id_),), facts, place, t)
        elif not closed and id_ not in usable:
            yield _fault(case, "check.shelter.room_closed", (("room", id_),), facts, place, t)


def _sharing(
    case: ShelterCase, room: Room, households: Sequence[str], t: int
) -> Iterator[Violation]:
    """Find households that may not share the room, and a room with more persons than beds."""
    if len(households) < 2:
        return
    people = [case.households[household] for household in households]
    site, month = room.group.site, case.months.labels[t]
    named = (("room", room.id), ("households", ", ".join(households)))
    singles = [facts for facts in people if facts.single]
    alone = [facts for facts in singles if needs_alone(case, facts, site)]
    rules = {
        "check.shelter.family_shares": len(singles) < len(people),
        "check.shelter.alone": bool(alone),
        "check.shelter.mixed": len({facts.side for facts in singles if facts not in alone}) > 1,
    }
    for message, broken in rules.items():
        if broken:
            yield Violation(
                "sharing", message, named, household=households[0], site=site, month=month
            )
    if len(singles) == len(people) > room.beds:
        values = (("beds", room.beds), *named)
        yield Violation(
            "rooms", "check.shelter.full_room", values, household=households[0], site=site,
            month=month,
        )  # fmt: skip


def _beds(rooms: Sequence[Room]) -> int:
    """Return the beds of rooms, of which one may be named twice."""
    return sum({room.id: room.beds for room in rooms}.values())


def _fault(
    case: ShelterCase,
    message: str,
    values: tuple[tuple[str, Value], ...],
    facts: ShelterFacts,
    place: Place,
    t: int,
) -> Violation:
    """Return a fault in the rooms of one household."""
    month = case.months.labels[t]
    return Violation("rooms", message, values, household=facts.id, site=place.site, month=month)
