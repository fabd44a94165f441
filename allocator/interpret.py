"""From chosen pairs back to people and homes: the rows of a plan."""

from __future__ import annotations

import numpy as np

from allocator.domain.choices import Documents
from allocator.domain.instance import Instance
from allocator.explain.reasons import LeftOut
from allocator.explain.why import Why
from allocator.formulate import Case, IntArray
from allocator.plan import Proposal, TaakstellingResult, Unplaced, WijkLoad
from allocator.rules.columns import takes_part
from allocator.rules.fit import fit
from allocator.rules.measures import counted_persons, relocates, urgency
from allocator.rules.pair_rules import blocking_codes


def proposals(case: Case, why: Why, household: IntArray, home: IntArray) -> tuple[Proposal, ...]:
    """Return a row per placed pair, in order of household.

    Parameters
    ----------
    household, home
        Positions of the placed pairs, shape ``(N,)``, sorted by household.
    """
    households, homes = takes_part(case.instance)
    h, p, c = case.households.take(household), case.homes.take(home), case.context
    urgent, points, moves = urgency(h, c), fit(h, p, c), relocates(h, p, c)
    locked = np.isin(case.key_of(household, home), case.key_of(*case.locks))
    rows = []
    for i, (at, to) in enumerate(zip(household.tolist(), home.tolist(), strict=True)):
        deviation = (
            blocking_codes(case.households, case.homes, c, household=at, home=to)
            if locked[i]
            else ()
        )
        rows.append(
            Proposal(
                household=households[at].id,
                home=homes[to].id,
                persons=int(h.persons[i]),
                wijk=homes[to].wijk,
                corporatie=homes[to].corporatie,
                kind=homes[to].kind.value,
                weeks=int(h.weeks[i]),
                urgency=int(urgent[i]),
                fit=int(points[i]),
                relocates=bool(moves[i]),
                provisional=households[at].documents is not Documents.COMPLETE,
                deviation=deviation,
                why=why.placed(at, to, deviation, locked=bool(locked[i])),
            )
        )
    return tuple(rows)


def named(case: Case, household: IntArray, home: IntArray) -> tuple[tuple[str, str], ...]:
    """Return the ids of pairs of positions, shape ``(N,)`` each."""
    return tuple(
        zip(case.households.id[household].tolist(), case.homes.id[home].tolist(), strict=True)
    )


def unplaced(case: Case, why: Why, outside: tuple[LeftOut, ...]) -> tuple[Unplaced, ...]:
    """Return a row per household left out, in order."""
    names = case.homes.id.tolist()
    possible = case.possible.possible_homes
    return tuple(
        Unplaced(
            household=str(case.households.id[out.household]),
            persons=int(case.households.persons[out.household]),
            weeks=int(case.households.weeks[out.household]),
            reason=out.reason,
            detail=out.detail(names),
            possible_homes=int(possible[out.household]),
            why=why.left_out(out),
        )
        for out in outside
    )


def wijk_loads(case: Case, household: IntArray, home: IntArray) -> tuple[WijkLoad, ...]:
    """Return what each wijk carries after the plan, in counted persons."""
    counted = counted_persons(case.households, case.context)[household]
    new = np.bincount(
        case.homes.wijk[home], weights=counted, minlength=len(case.context.wijken)
    ).astype(np.int64)
    total = case.context.within.T.astype(np.int64) @ new
    by_code = dict(zip(case.context.wijken, total.tolist(), strict=True))
    return tuple(
        WijkLoad(
            code=wijk.code,
            name=wijk.name,
            draagkracht_persons=wijk.draagkracht_persons,
            placed_before=wijk.placed_persons,
            placed_new=by_code[wijk.code],
        )
        for wijk in case.instance.wijken
    )


def taakstelling(instance: Instance, placed_persons: int) -> tuple[TaakstellingResult, ...]:
    """Return what is left of each half-year's task; the plan counts for that of the peildatum."""
    results = []
    for task in instance.taakstelling:
        before = task.persons + task.backlog_persons - task.realised_persons
        now = task.from_on <= instance.peildatum <= task.until
        results.append(
            TaakstellingResult(task.until, before, before - (placed_persons if now else 0))
        )
    return tuple(results)
