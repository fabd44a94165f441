"""The report and the workbook of a draft, made again from what was kept of it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from allocator.domain.instance import Instance
from allocator.formulate import lay_out
from allocator.interpret import named
from allocator.matching import plain_comparison, with_seed
from allocator.plan import MatchingPlan, TaakstellingResult, TierResult, WijkLoad
from allocator.report.page import to_html
from allocator.report.workbook import to_workbook
from allocator.rounds.purging import purged
from allocator.rounds.rows import any_round, draft_of
from allocator.rounds.stored import instance_of, prices_of, rows_of
from allocator.rounds.use import Actor, Refused, using
from allocator.store.models import Draft

Form = Literal["report", "workbook"]


def report(actor: Actor, form: Form, number: int | None, draft: int | None, language: str) -> bytes:
    """Return the report of a draft (one page), or its workbook; of the newest when not named.

    Raises
    ------
    Refused
        When there is no such draft, or a part of it was erased or purged.
    """
    with using(actor, f"draft_{form}") as use:
        found = any_round(number)
        use.round = found.number
        kept = draft_of(found, draft)
        use.result = {"draft": kept.number}
        use.about(kept.rows.values_list("subject_id", flat=True))
        instance, erased = (None, 1) if purged(kept) else instance_of(kept)
        if instance is None or erased:
            raise Refused("rounds.purged", round=found.number, draft=kept.number)
        plan = plan_of(kept, instance)
    make = to_html if form == "report" else to_workbook
    return make(instance, plan, language=language)


def plan_of(draft: Draft, instance: Instance) -> MatchingPlan:
    """Return the plan of a draft, as it was when it was made."""
    said: dict[str, Any] = draft.summary
    proposals, unplaced = rows_of(draft)
    case = lay_out(with_seed(instance, said["lottery_seed"]))
    return MatchingPlan(
        name=said["name"],
        peildatum=date.fromisoformat(said["peildatum"]),
        proposals=tuple(proposals),
        unplaced=tuple(unplaced),
        wijken=tuple(WijkLoad(*row[:5]) for row in draft.wijken),
        tiers=tuple(TierResult(**tier) for tier in said["tiers"]),
        taakstelling=tuple(
            TaakstellingResult(date.fromisoformat(t["until"]), t["to_do_before"], t["to_do_after"])
            for t in said["taakstelling"]
        ),
        plain=named(case, *plain_comparison(case)),
        over_term_placed=said["over_term_placed"],
        possible_pairs=said["possible_pairs"],
        seconds=said["seconds"],
        solver=said["solver"],
        version=said["version"],
        lottery_seed=said["lottery_seed"],
        input_digest=said["input_digest"],
        prices=prices_of(draft),
        asked_ahead="look_ahead_weeks" in said,
    )
