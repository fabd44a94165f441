"""What is known today: the facts as files said them, and what was decided since.

Placements change the facts (:mod:`allocator.rounds.since`).  Candidates change the decisions: a
home and a household that are bound to each other are a lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Max

from allocator.domain.base import Frozen
from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision, Previous
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from allocator.reading.canonical import canonical
from allocator.rounds.since import Since
from allocator.rounds.states import BOUND, OPEN, State
from allocator.rounds.use import Refused
from allocator.store import facts, models, subjects

LOCK = DecisionKind.LOCK


@dataclass(frozen=True)
class Running:
    """A candidate that a plan must leave where it is, or that it should."""

    household: str
    home: str
    round: int
    state: State
    locked: bool


@dataclass(frozen=True)
class Known:
    """An instance as of today, and what is under way in it.

    ``names`` gives the household of each subject, ``subject`` the other way around.
    """

    instance: Instance
    running: tuple[Running, ...]
    names: Mapping[str, str]

    @cached_property  # asked for every household
    def subject(self) -> dict[str, str]:
        """The subject of each household."""
        return {name: subject for subject, name in self.names.items()}


def known(peildatum: date | None = None, *, for_round: int | None = None) -> Known:
    """Return what is known today.

    Parameters
    ----------
    peildatum
        The day as seen from which everything is computed; of the newest import when not given.
    for_round
        What this round sent out and nobody answered is not held: its next draft may change it.

    Raises
    ------
    Refused
        When nothing was imported yet.
    """
    values = _settings()
    newest = models.Import.objects.order_by("-n").first()
    if newest is None:
        raise Refused("rounds.nothing_imported")
    day = peildatum or newest.peildatum
    names = subjects.names()
    signed = Since.now(day)
    tables: dict[str, list[Any]] = {t.name: signed.things(t) for t in facts.FACT_TABLES}
    persons: dict[str, list[Frozen]] = defaultdict(list)
    for person in tables.pop("persons"):
        persons[person.household].append(person)
    tables["households"] = [
        household.model_copy(update={"persons": tuple(persons[household.id])})
        for household in tables["households"]
    ]
    running = _running(names)
    tables["decisions"] = _with_locks(tables["decisions"], running, for_round)
    tables["previous"] = _previous(tables["previous"], running, names)
    there = _leave_out_gone(tables)
    instance = Instance.model_validate({**values, "peildatum": day, **there})
    return Known(canonical(instance), tuple(running), names)


def latest_day() -> date | None:
    """Return the first day as seen from which all that is known can be, ``None`` when nothing is.

    It is that of the newest import, round or carried-out move, whichever is latest.
    """
    households = models.Household.objects.filter(gone_n=None)
    days = (
        models.Import.objects.order_by("-n").values_list("peildatum", flat=True).first(),
        models.Round.objects.order_by("-number").values_list("peildatum", flat=True).first(),
        households.aggregate(day=Max("moved_in_on"))["day"],
    )
    return max((day for day in days if day is not None), default=None)


def policy() -> Policy:
    """Return the settings of the rules that hold today.

    Raises
    ------
    Refused
        When nothing was imported yet.
    """
    return Policy.model_validate(_settings()["policy"])


def _settings() -> dict[str, Any]:
    """Return the keys of instance.toml that hold today."""
    newest = models.Settings.objects.order_by("-n").first()
    if newest is None:
        raise Refused("rounds.nothing_imported")
    values: dict[str, Any] = newest.values
    return values


# --- decisions ----------------------------------------------------------------------------------


def _running(names: Mapping[str, str]) -> list[Running]:
    """Return the candidates under way or proposed, of all rounds."""
    return [
        Running(names[c.subject_id], c.home, c.round_id, State(c.state), c.locked)
        for c in models.Candidate.objects.filter(state__in=OPEN).order_by("home", "subject")
        if c.subject_id in names
    ]


def holds(running: Running, for_round: int | None) -> bool:
    """Whether a plan must keep a candidate: it is bound, locked, or of a round beside this one."""
    if running.state in BOUND or running.locked:
        return True
    return running.state == State.SENT and running.round != for_round


def _with_locks(
    decisions: list[Any], running: Iterable[Running], for_round: int | None
) -> list[Decision]:
    """Return the decisions with a lock for each candidate that must stay."""
    held = {r.household: r.home for r in running if holds(r, for_round)}
    kept = [d for d in decisions if d.decision != LOCK or d.household not in held]
    same = {(d.household, d.home): d for d in decisions if d.decision == LOCK}
    locks = [
        same.get((household, home)) or Decision(household=household, home=home, decision=LOCK)
        for household, home in held.items()
    ]
    return [*kept, *locks]


def _previous(
    given: list[Any], running: Iterable[Running], names: Mapping[str, str]
) -> list[Previous]:
    """Return the proposals before this one that nothing was decided on.

    They are those of the newest draft; as long as there is none, those of the file.
    """
    newest = models.Draft.objects.order_by("-n").first()
    in_file = models.Previous.objects.filter(gone_n=None).aggregate(n=Max("changed_n"))["n"]
    if newest is None or newest.n < (in_file or 0):
        return given
    open_states = (State.PROPOSED, State.SENT, State.EXPIRED)
    rows = models.Candidate.objects.filter(round=newest.round_id, state__in=open_states)
    pairs = {names[c.subject_id]: c.home for c in rows.order_by("version") if c.subject_id in names}
    bound = {r.household for r in running if r.state in BOUND}
    return [
        Previous(household=household, home=home)
        for household, home in pairs.items()
        if household not in bound
    ]


def _leave_out_gone(tables: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the tables without decisions on what is there no more."""
    households = {h.id for h in tables["households"]}
    homes = {h.id for h in tables["homes"]}
    for name in ("decisions", "points", "previous"):
        tables[name] = [r for r in tables[name] if r.household in households and r.home in homes]
    sites = {s.id for s in tables["sites"]}
    tables["site_decisions"] = [
        r for r in tables["site_decisions"] if r.household in households and r.site in sites
    ]
    return tables
