"""How much of the draagkracht of each wijk was used this year, and how much is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allocator.domain.wijk import Wijk
from allocator.rounds.case import latest_day
from allocator.rounds.dashboard.board import day_of
from allocator.rounds.dashboard.task import Tasks, tasks
from allocator.rounds.since import Since
from allocator.rounds.use import Actor, Refused, using
from allocator.store import facts


@dataclass(frozen=True)
class WijkFigure:
    """A wijk: its draagkracht (``None`` for no limit) and who was placed there, in persons.

    ``within`` is the name of the area it lies in, ``area`` whether other wijken lie in it.
    """

    code: str
    name: str
    within: str
    area: bool
    draagkracht: int | None
    placed: int
    source: str

    @property
    def left(self) -> int | None:
        """Persons that may still come; below 0 when more were placed than it holds."""
        return None if self.draagkracht is None else self.draagkracht - self.placed

    @property
    def share(self) -> float | None:
        """Placed as a fraction of the draagkracht; of a draagkracht of 0 all is used."""
        if self.draagkracht is None:
            return None
        return self.placed / self.draagkracht if self.draagkracht else 1.0


@dataclass(frozen=True)
class Wijken:
    """The wijken, each area before those in it; draagkracht is of the year of ``day``.

    ``tasks`` is what the half-year comes to.
    """

    day: date
    rows: tuple[WijkFigure, ...]
    tasks: Tasks


def wijken(actor: Actor) -> Wijken:
    """Return the draagkracht of all wijken.

    Raises
    ------
    Refused
        When nothing was imported yet.
    """
    with using(actor, "wijken", roles=("team", "planner", "auditor")):
        day = latest_day()
        if day is None:
            raise Refused("rounds.nothing_imported")
        signed = Since.now(day)
        known: list[Wijk] = signed.things(facts.WIJKEN)
        names = {wijk.code: wijk.name for wijk in known}
        inside: dict[str | None, list[Wijk]] = defaultdict(list)
        for wijk in known:
            inside[wijk.within].append(wijk)
        rows = (
            WijkFigure(
                wijk.code,
                wijk.name,
                names[wijk.within] if wijk.within else "",
                wijk.code in inside,
                wijk.draagkracht_persons,
                wijk.placed_persons,
                wijk.draagkracht_source,
            )
            for wijk in _nested(inside, None)
        )
        return Wijken(day, tuple(rows), tasks(signed, day_of(actor)))


def _nested(inside: Mapping[str | None, Sequence[Wijk]], within: str | None) -> Iterator[Wijk]:
    """Return the wijken directly within another by name, each followed by its own."""
    for wijk in sorted(inside.get(within, ()), key=lambda wijk: (wijk.name, wijk.code)):
        yield wijk
        yield from _nested(inside, wijk.code)
