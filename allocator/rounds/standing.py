"""Where households and homes stand now, many at once, with nothing opened and no instance made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from allocator.rounds.since import BACK, Since
from allocator.rounds.states import OPEN, State
from allocator.store import models
from allocator.store.models import Candidate

WAITING, WITHDRAWN, GONE = "waiting", "withdrawn", "gone"
FREE, UNDER_WAY, LET = "free", "under_way", "let"
# What a household can be: the states of what is proposed for it have their own names.
OF_HOUSEHOLD = (WAITING, *(state.value for state in OPEN), State.PLACED.value, WITHDRAWN, GONE)
OF_HOME = (FREE, UNDER_WAY, LET, WITHDRAWN, GONE)
# Who or what still takes part.
HERE = "here"
OUT = (State.PLACED.value, LET, WITHDRAWN, GONE)


@dataclass(frozen=True)
class Stands:
    """Where a household stands: one of ``OF_HOUSEHOLD``, and the home that this is about."""

    state: str
    home: str | None = None
    round: int | None = None


class Households:
    """Where each household stands."""

    def __init__(self) -> None:
        leases = models.Placement.objects.filter(undone_n=None).select_related("candidate")
        self._placed = {p.candidate.subject_id: p for p in leases.order_by("n")}
        retired = models.Retired.objects.filter(back_n=None).exclude(subject=None).order_by("n")
        self._withdrawn = dict(retired.values_list("subject_id", "n"))
        # Of two, the one that is furthest.
        far = sorted(Candidate.objects.filter(state__in=OPEN), key=lambda c: OPEN.index(c.state))
        self._open = {row.subject_id: row for row in far}

    def of(self, row: Any) -> Stands:
        """Return where a household stands; ``row`` has its facts."""
        back = int(row.since.get(BACK, 0))
        lease = self._placed.get(row.subject_id)
        withdrawn_n = self._withdrawn.get(row.subject_id, 0)
        if lease is not None and lease.n > back:
            return Stands(State.PLACED.value, lease.home, lease.candidate.round_id)
        if withdrawn_n > back:
            return Stands(WITHDRAWN)
        if row.gone_n is not None:
            return Stands(GONE)
        found = self._open.get(row.subject_id)
        if found is None:
            return Stands(WAITING)
        return Stands(found.state, found.home, found.round_id)


@dataclass(frozen=True)
class HomeStands:
    """Where a home stands: one of ``OF_HOME``; how many units are left, and for whom it is meant.

    ``candidates`` holds the subject and state of who is on the way to it.
    """

    state: str
    left: int
    candidates: tuple[tuple[str, str], ...]


class Homes:
    """Where each home stands."""

    def __init__(self, day: date) -> None:
        signed = Since.now(day)
        self._withdrawn = signed.withdrawn
        leases: dict[str, list[models.Placement]] = defaultdict(list)
        for lease in signed.placed:
            leases[lease.home].append(lease)
        # Of each home only its own leases are looked at.
        self._none = replace(signed, placed=())
        self._signed = {home: replace(signed, placed=tuple(own)) for home, own in leases.items()}
        self._open: Mapping[str, list[tuple[str, str]]] = defaultdict(list)
        rows = Candidate.objects.filter(state__in=OPEN).order_by("home", "subject")
        for home, subject, state in rows.values_list("home", "subject_id", "state"):
            self._open[home].append((subject, state))

    def of(self, row: Any) -> HomeStands:
        """Return where a home stands; ``row`` has its facts."""
        left = max(0, self._signed.get(row.ref, self._none).units(row))
        candidates = tuple(self._open.get(row.ref, ()))
        withdrawn = self._withdrawn.get(row.ref, 0) > row.since.get("units", 0)
        if left == 0 and not withdrawn:
            state = LET
        elif row.gone_n is not None:
            state = GONE
        elif withdrawn:
            state = WITHDRAWN
        else:
            state = UNDER_WAY if len(candidates) >= left else FREE
        return HomeStands(state, left, candidates)
