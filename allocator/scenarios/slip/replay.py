"""What becomes of a relocation plan when sites slip and nobody plans again.

The stays of the plan are held against the instance with the slip, by the rules of the independent
checker.  A month in which a household may not be where the plan has it counts as a month without
a place: it has left where it was, as announced, and cannot go where it was to go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from allocator.check import Stay, Violation
from allocator.check.shelter import ShelterCase
from allocator.check.shelter.limits import sites_within
from allocator.check.shelter.moves import Move, moves_of
from allocator.check.shelter.places import Places, places_of
from allocator.check.shelter.verdict import RULES

EARLY = frozenset({"notice", "lock"})
"""Rules that ask that somebody stays on: a move that breaks them comes early, but can be made."""


@dataclass(frozen=True)
class Break:
    """Months in a row in which a household may not be where the plan has it.

    ``rule`` is the first rule that it breaks then; months are written ``2025-04``.
    """

    household: str
    persons: int
    site: str
    from_month: str
    to_month: str
    months: int
    rule: str


@dataclass(frozen=True)
class Moved:
    """How many go to a site, and the persons in them."""

    households: int
    persons: int


@dataclass(frozen=True)
class Replay:
    """What is left of a plan.

    Parameters
    ----------
    moves
        All moves and entries to a site.
    broken
        Those into a stay in which a rule is broken in some month.
    early
        Those that can be made, out of a site that would still be usable: the slip takes away why.
    breaks
        All that is broken, in order of household and month.
    """

    moves: Moved
    broken: Moved
    early: Moved
    breaks: tuple[Break, ...]

    @property
    def valid(self) -> Moved:
        """The moves that can be made as planned, early ones too."""
        return Moved(
            self.moves.households - self.broken.households,
            self.moves.persons - self.broken.persons,
        )

    @property
    def broken_households(self) -> int:
        """The households that are without a place in some month if nothing else is done."""
        return len({one.household for one in self.breaks})

    @property
    def broken_persons(self) -> int:
        """The persons in those."""
        return sum({one.household: one.persons for one in self.breaks}.values())

    @property
    def person_months(self) -> int:
        """What they are without a place, in person-months."""
        return sum(one.persons * one.months for one in self.breaks)

    @property
    def first_month(self) -> str | None:
        """The first month in which anything breaks, ``None`` when nothing does."""
        return min((one.from_month for one in self.breaks), default=None)


def replay(planned: ShelterCase, slipped: ShelterCase, stays: Sequence[Stay]) -> Replay:
    """Hold the stays of a plan against a slip.

    Parameters
    ----------
    planned
        What the plan was made for, in which it keeps all rules.
    slipped
        The same with sites that open or close later.
    """
    places, unfit = places_of(slipped, stays)
    faults = [*unfit, *(fault for rule in RULES for fault in rule(slipped, places))]
    broken = _broken(slipped, places, faults)
    moves = [
        move
        for household in slipped.households
        for move in moves_of(slipped, places, household)
        if move.to_site
    ]
    gone = [
        move for move in moves if any((move.household, t) in broken for t in _stay(places, move))
    ]
    early = [move for move in moves if move not in gone and _is_early(planned, slipped, move)]
    return Replay(
        moves=_moved(slipped, moves),
        broken=_moved(slipped, gone),
        early=_moved(slipped, early),
        breaks=tuple(_runs(slipped, places, broken)),
    )


def left_of(case: ShelterCase, stays: Sequence[Stay], breaks: Sequence[Break]) -> list[Stay]:
    """Return the stays of a plan without the months that break: nobody is anywhere then."""
    gone = {
        (one.household, t) for one in breaks for t in case.months.span(one.from_month, one.to_month)
    }
    labels, kept = case.months.labels, []
    for stay in stays:
        months = case.months.span(stay.from_month, stay.to_month)
        own = [t for t in months if (stay.household, t) not in gone]
        for first, last in _in_a_row(own):
            kept.append(replace(stay, from_month=labels[first], to_month=labels[last]))
    return kept


def _in_a_row(months: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of months that follow each other."""
    begin = 0
    for i in range(1, len(months) + 1):
        if i == len(months) or months[i] != months[i - 1] + 1:
            yield months[begin], months[i - 1]
            begin = i


def _broken(
    case: ShelterCase, places: Places, faults: Iterable[Violation]
) -> dict[tuple[str, int], str]:
    """Return the first rule that each household breaks in each month, without early moves.

    Of a limit that is broken, all who are there beyond their first stay are too many.
    """
    found: dict[tuple[str, int], str] = {}
    for fault in faults:
        t = case.months.parse(fault.month)
        if t is None or fault.rule in EARLY:
            continue
        households = [fault.household] if fault.household else _there(case, places, fault, t)
        for household in households:
            found.setdefault((household, t), fault.rule)
    return found


def _there(case: ShelterCase, places: Places, fault: Violation, t: int) -> Iterator[str]:
    """Yield who is where a limit is broken, beyond a first stay."""
    for site in (fault.site,) if fault.site else sites_within(case, fault.wijk):
        for household, _ in places.in_site.get((site, t), ()):
            if not places.in_first_stay(household, t):
                yield household


def _stay(places: Places, move: Move) -> Iterator[int]:
    """Yield the months of the stay that a move begins."""
    t, last = move.month, places.case.months.count
    while t < last and places.site(move.household, t) == move.to_site:
        yield t
        t += 1


def _is_early(planned: ShelterCase, slipped: ShelterCase, move: Move) -> bool:
    """Whether the site that is left was to be closed by then, and is not."""
    facts = slipped.households[move.household]
    site = move.from_site
    if not site:
        return False
    return slipped.usable(facts, site, move.month) and not planned.usable(facts, site, move.month)


def _moved(case: ShelterCase, moves: Sequence[Move]) -> Moved:
    """Count moves, and the persons in them."""
    return Moved(len(moves), sum(case.households[move.household].persons for move in moves))


def _runs(case: ShelterCase, places: Places, broken: dict[tuple[str, int], str]) -> Iterator[Break]:
    """Yield months in a row in which a household breaks the same rule in the same site."""
    for household, facts in case.households.items():
        begin = 0
        what = [
            (places.site(household, t), broken[household, t]) if (household, t) in broken else None
            for t in range(case.months.count)
        ]
        for t in range(1, len(what) + 1):
            if t < len(what) and what[t] == what[begin]:
                continue
            found = what[begin]
            if found is not None:
                labels = case.months.labels
                site, rule = found
                yield Break(
                    household=household,
                    persons=facts.persons,
                    site=site or "",
                    from_month=labels[begin],
                    to_month=labels[t - 1],
                    months=t - begin,
                    rule=rule,
                )
            begin = t
