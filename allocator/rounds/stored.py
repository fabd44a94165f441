"""A draft in the store and back: what it was made from, and what it says.

What is about a household is in a row of its own, sealed with that household's key: its facts,
the decisions and points about it, and what the plan says of it.  What is left, the case, holds
no household.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet

from allocator.domain.instance import Instance
from allocator.domain.prices import Price, Priced, Prices
from allocator.plan import MatchingPlan, Proposal, Unplaced
from allocator.reading.canonical import canonical
from allocator.report.summary import summary
from allocator.rounds.ahead import KEY, PRICE, kept_of
from allocator.store import models
from allocator.store.fields import opened
from allocator.store.keychain import keychain

# Tables whose rows are about one household.
ABOUT = ("decisions", "points", "previous", "site_decisions")


def write_rows(
    draft: models.Draft, instance: Instance, plan: MatchingPlan, subject: Mapping[str, str]
) -> None:
    """Write a row per household: what was known of it, and what the plan says."""
    about: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    prices = kept_of(plan.prices)
    for table in ABOUT:
        for row in getattr(instance, table):
            about[row.household][table].append(row.model_dump(mode="json"))
    result: dict[str, dict[str, Any]] = {
        row.household: {"placed": asdict(row)} for row in plan.proposals
    }
    result |= {row.household: {"left_out": asdict(row)} for row in plan.unplaced}
    rows: Any = models.DraftRow  # what it seals may be anything
    models.DraftRow.objects.bulk_create(
        rows(
            draft=draft,
            subject_id=subject[household.id],
            case={
                **about[household.id],
                **prices.get(household.id, {}),
                "household": household.model_dump(mode="json"),
            },
            result=result.get(household.id, {}),
        )
        for household in instance.households
    )


def case_of(instance: Instance) -> dict[str, Any]:
    """Return the instance without its households, in types of JSON."""
    return instance.model_dump(mode="json", exclude={"households", *ABOUT})


def summary_of(plan: MatchingPlan) -> dict[str, Any]:
    """Return what summary.json says of a plan."""
    found: dict[str, Any] = json.loads(json.dumps(summary(plan, plan.seconds)))
    return found


def instance_of(draft: models.Draft) -> tuple[Instance, int]:
    """Return the instance a draft was made from, and how many households of it were erased.

    With an erased household the instance is not the one that it was.
    """
    tables: dict[str, list[Any]] = defaultdict(list)
    erased = 0
    for row in _with_keys(draft.rows.all()):
        held = opened(row, "case")
        if held is None:
            erased += 1
            continue
        tables["households"].append(held["household"])
        for table in ABOUT:
            tables[table] += held.get(table, [])
    return canonical(Instance.model_validate({**draft.case, "households": (), **tables})), erased


def rows_of(
    draft: models.Draft, subjects: Collection[str] | None = None
) -> tuple[list[Proposal], list[Unplaced]]:
    """Return what a draft says of each household that was not erased, in order of id.

    Parameters
    ----------
    subjects
        Only of these households.
    """
    proposed: list[Proposal] = []
    left_out: list[Unplaced] = []
    rows = draft.rows.all() if subjects is None else draft.rows.filter(subject__in=subjects)
    for row in _with_keys(rows):
        placed, outside = said_of(row)
        proposed += [] if placed is None else [placed]
        left_out += [] if outside is None else [outside]
    return (
        sorted(proposed, key=lambda row: row.household),
        sorted(left_out, key=lambda row: row.household),
    )


def prices_of(draft: models.Draft) -> Prices | None:
    """Return the prices of a draft, ``None`` of one that does not look ahead.

    Those of households that were erased are gone.
    """
    said = draft.settings.get(KEY)
    if said is None:
        return None
    held = [opened(row, "case") for row in _with_keys(draft.rows.all())]
    households = [
        Price(kind=Priced.HOUSEHOLD, id=case["household"]["id"], price=case[PRICE])
        for case in held
        if case is not None and PRICE in case
    ]
    others = [Price.model_validate(row) for row in said["rows"]]
    households.sort(key=lambda row: row.id)
    return Prices(weeks=said["weeks"], rows=(*households, *others))


def said_of(row: models.DraftRow) -> tuple[Proposal | None, Unplaced | None]:
    """Return what a draft says of one household: what it proposes, or why it is left out."""
    said = opened(row, "result") or {}
    placed, outside = said.get("placed"), said.get("left_out")
    if placed:
        return Proposal(**{**placed, "deviation": tuple(placed["deviation"])}), None
    return None, Unplaced(**outside) if outside else None


def _with_keys(rows: QuerySet[models.DraftRow]) -> QuerySet[models.DraftRow]:
    """Return rows with the keys of their households at hand, not read one by one."""
    keychain.unlock(list(models.Subject.objects.filter(pk__in=rows.values("subject_id"))))
    return rows
