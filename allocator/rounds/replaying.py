"""Computing a past draft again from what was kept, and saying whether it comes out the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from allocator import __version__
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan
from allocator.reading import digest
from allocator.report.tables import tables
from allocator.rounds.purging import purged
from allocator.rounds.rows import any_round, draft_of
from allocator.rounds.stored import instance_of, prices_of, rows_of, summary_of
from allocator.rounds.use import ACCOUNT, Actor, Refused, using
from allocator.store.models import Draft
from models.budget import Budget


@dataclass(frozen=True)
class Replayed:
    """What came of a draft that was computed again.

    ``differs`` names what is different (``proposals``, ``unplaced``, ``wijken``, ``tiers``,
    ``digest``), nothing when all is identical.  With ``erased`` households nothing was computed:
    what the plan was made from is not there any more.  ``versions`` are those of then and now.  A
    draft that was ``cut_off`` by a time limit need not come out the same.
    """

    round: int
    draft: int
    erased: int
    differs: tuple[str, ...]
    versions: tuple[tuple[str, str], tuple[str, str]] | None
    cut_off: bool = False

    @property
    def identical(self) -> bool:
        """Whether the draft was computed again and came out the same."""
        return not self.erased and not self.differs


def replay(
    actor: Actor, number: int | None = None, draft: int | None = None, budget: Budget | None = None
) -> Replayed:
    """Compute a draft of a round again: the one named, or the newest.

    Raises
    ------
    Refused
        When there is no such round or draft, or its rows were purged.
    """
    with using(actor, "replay", ground=ACCOUNT, roles=("team", "auditor")) as use:
        found = any_round(number)
        kept = draft_of(found, draft)
        use.round = found.number
        use.about(kept.rows.values_list("subject_id", flat=True))
        use.result = {"draft": kept.number}
        if purged(kept):
            raise Refused("rounds.purged", round=found.number, draft=kept.number)
        instance, erased = instance_of(kept)
        said, prices = _said(kept), prices_of(kept)
    if erased:
        return Replayed(found.number, kept.number, erased, (), None)
    budget = budget or Budget()
    budget.work = kept.settings["work"]
    settings = Settings(
        backend=kept.settings["backend"],
        seed=kept.settings["seed"],
        language=kept.settings["language"],
        budget=budget,
    )
    plan = match(instance, replace(settings, prices=prices))
    now = _of(plan)
    differs = [name for name in said if said[name] != now[name]]
    if digest(instance) != kept.digest:
        differs.append("digest")
    versions = (kept.version, kept.solver), (__version__, plan.solver)
    cut_off = kept.settings["seconds"] is not None and kept.summary["status"] != "optimal"
    return Replayed(found.number, kept.number, 0, tuple(differs), versions, cut_off)


def _said(draft: Draft) -> dict[str, Any]:
    """Return what a draft says."""
    proposed, left_out = rows_of(draft)
    return {
        "proposals": [asdict(row) for row in proposed],
        "unplaced": [asdict(row) for row in left_out],
        "wijken": draft.wijken,
        "tiers": draft.summary["tiers"],
    }


def _of(plan: MatchingPlan) -> dict[str, Any]:
    """Return what a plan says, in the same form."""
    return {
        "proposals": [asdict(row) for row in plan.proposals],
        "unplaced": [asdict(row) for row in plan.unplaced],
        "wijken": [list(row) for row in tables(plan)["wijken"].rows],
        "tiers": summary_of(plan)["tiers"],
    }
