"""Keeping scenarios: adding one after looking at it, taking one away, and those that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from allocator.errors import BadInput, Fault
from allocator.rounds.case import known, latest_day
from allocator.rounds.scenarios.faults import laid_over
from allocator.rounds.use import Actor, Refused, Role, using
from allocator.store import models
from allocator.store.models.asked import UNFINISHED

PLANNERS: tuple[Role, ...] = ("team", "planner")
KILOBYTE = 1000
MOST_BYTES, MOST_KEPT, LONGEST_NAME = 100 * KILOBYTE, 50, 80
COMPARE = "compare"
"""The kind of question that a comparison answers."""
LISTED = ("row", "made_at", "who", "names", "replications", "weeks", "seed")
"""What a list tells of a comparison: not the page and the workbook."""


@dataclass(frozen=True)
class Kept:
    """The scenarios by name, the comparisons from new to old, and those being made."""

    scenarios: Sequence[models.Scenario]
    comparisons: Sequence[models.Comparison]
    under_way: Sequence[models.Asked]


@dataclass(frozen=True)
class Added:
    """A scenario that was added, and what is odd about it."""

    name: str
    warnings: tuple[Fault, ...]


def kept(actor: Actor) -> Kept:
    """Return the scenarios and their comparisons."""
    with using(actor, "scenarios", roles=PLANNERS):
        return Kept(
            list(models.Scenario.objects.order_by("name")),
            list(models.Comparison.objects.only(*LISTED).order_by("-made_at")),
            list(models.Asked.objects.filter(kind=COMPARE, state__in=UNFINISHED)),
        )


def add(actor: Actor, content: bytes, file: str) -> Added:
    """Keep a scenario that fits what is known today.

    Parameters
    ----------
    file
        What its file is called; without its ending the name of a scenario that gives none.

    Raises
    ------
    BadInput
        When it is wrong, or does not fit; then nothing is kept.
    Refused
        When it is too large, there is one of that name, or nothing was imported yet.
    """
    if len(content) > MOST_BYTES:
        raise Refused("rounds.scenario_too_large", most=MOST_BYTES // KILOBYTE)
    text = _text(content, file)
    with using(actor, "scenario_add", roles=PLANNERS) as use:
        now = known(latest_day())
        use.about(now.subject[h.id] for h in now.instance.households)
        reading = laid_over(now.instance, text, file)
        name = reading.scenario.name
        _refuse_name(name)
        models.Scenario.objects.create(
            name=name,
            note=reading.scenario.note,
            text=text,
            who=actor.who,
            added_on=actor.today,
        )
        use.result = {"scenario": name}
        return Added(name, reading.warnings)


def add_file(actor: Actor, path: Path) -> Added:
    """Keep the scenario in a file, as :func:`add` does.

    Raises
    ------
    BadInput
        When it cannot be read, too.
    """
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError:
        raise _unfit(path.name, "reading.unreadable_file") from None
    return add(actor, content, path.name)


def remove(actor: Actor, name: str) -> None:
    """Take a scenario away; what it was compared with stays.

    Raises
    ------
    Refused
        When there is none of that name.
    """
    with using(actor, "scenario_remove", roles=PLANNERS) as use:
        rows_named([name])[0].delete()
        use.result = {"scenario": name}


def rows_named(names: Sequence[str]) -> list[models.Scenario]:
    """Return scenarios by name, in that order.

    Raises
    ------
    Refused
        When there is none of a name.
    """
    found = {row.name: row for row in models.Scenario.objects.filter(name__in=names)}
    for name in names:
        if name not in found:
            raise Refused("rounds.unknown_scenario", name=name)
    return [found[name] for name in names]


def _text(content: bytes, file: str) -> str:
    """Return the text of a file."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise _unfit(file, "reading.not_utf8") from None


def _unfit(file: str, message: str) -> BadInput:
    return BadInput([Fault(file, None, "", message)])


def _refuse_name(name: str) -> None:
    """Refuse a name that is taken or too long to show, and a scenario more than there may be."""
    if len(name) > LONGEST_NAME:
        raise Refused("rounds.scenario_long_name", found=len(name), most=LONGEST_NAME)
    if models.Scenario.objects.filter(name=name).exists():
        raise Refused("rounds.scenario_exists", name=name)
    if models.Scenario.objects.count() >= MOST_KEPT:
        raise Refused("rounds.scenario_too_many", most=MOST_KEPT)
