"""How groups fared in a draft, and who would be better off if the longest waiting came first.

What a draft says does not change, but for households that are erased; so its figures, which name
nobody, are worked out once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from allocator.figures.comparison import comparison
from allocator.figures.counts import Outcome, outcome
from allocator.figures.groups import GroupTable, group_tables
from allocator.figures.merging import Category
from allocator.figures.waiting import WeekBand, week_bands
from allocator.formulate import lay_out
from allocator.interpret import named
from allocator.matching import plain_comparison, with_seed
from allocator.plan import MatchingPlan
from allocator.rounds.dashboard.decisions import Decisions, decisions
from allocator.rounds.dashboard.period import Period
from allocator.rounds.dashboard.sight import Number, Sight
from allocator.rounds.purging import purged
from allocator.rounds.rows import any_round
from allocator.rounds.stored import instance_of, rows_of
from allocator.rounds.use import ACCOUNT, Actor, Refused, Role, using
from allocator.store.models import Draft, Round

ROLES: tuple[Role, ...] = ("team", "auditor")
KEPT = 32  # drafts whose figures are at hand


@dataclass(frozen=True)
class Beside:
    """The plan beside longest-waiting-first, in households.

    ``plain`` are those that it places; ``longer`` those that it places and the plan does not,
    ``sooner`` the other way round.
    """

    plain: Number
    longer: Number
    sooner: Number


@dataclass(frozen=True)
class DraftFairness:
    """How people fared in a draft.

    ``beside`` is ``None`` when a household was erased: then what longest-waiting-first would have
    done is not known any more.
    """

    round: int
    draft: int
    peildatum: date
    whole: Outcome
    groups: tuple[GroupTable, ...]
    weeks: tuple[WeekBand, ...]
    beside: Beside | None
    erased: int


@dataclass(frozen=True)
class Fairness:
    """The newest draft of a round, and what people decided in the last twelve months.

    ``draft`` is ``None`` when there is none, or its rows were taken out; ``rounds`` are those to
    choose from, newest first.
    """

    number: int | None
    draft: DraftFairness | None
    rounds: tuple[int, ...]
    decisions: Decisions
    period: Period


def fairness(actor: Actor, number: int | None = None) -> Fairness:
    """Return how people fared in the newest draft of a round: the one named, or the newest.

    Raises
    ------
    Refused
        When there is no such round.
    """
    with using(actor, "fairness", ground=ACCOUNT, roles=ROLES) as use:
        drafted = Draft.objects.order_by("-round").values_list("round", flat=True)
        rounds = tuple(dict.fromkeys(drafted))
        found = any_round(number) if number is not None else _newest(rounds)
        period = Period.until(actor.today)
        draft = None if found is None else found.drafts.order_by("-number").first()
        use.round = None if found is None else found.number
        shown = None
        if draft is not None and not purged(draft):
            use.result = {"draft": draft.number}
            erased = draft.rows.exclude(subject__erased_on=None).count()
            shown = _figures(draft.pk, erased, Sight.of(actor))
        return Fairness(use.round, shown, rounds, decisions(period), period)


def _newest(rounds: tuple[int, ...]) -> Round | None:
    return Round.objects.get(number=rounds[0]) if rounds else None


@lru_cache(maxsize=KEPT)
def _figures(pk: UUID, erased: int, sight: Sight) -> DraftFairness:
    """Return the figures of a draft of which so many households were erased."""
    draft = Draft.objects.get(pk=pk)
    instance, gone = instance_of(draft)
    if gone != erased:
        raise Refused("rounds.changed_meanwhile")
    case = lay_out(with_seed(instance, draft.settings["seed"]))
    proposed, left_out = rows_of(draft)
    summary = draft.summary
    plan = MatchingPlan(
        name=summary["name"], peildatum=instance.peildatum, proposals=tuple(proposed),
        unplaced=tuple(left_out), wijken=(), tiers=(), taakstelling=(),
        plain=named(case, *plain_comparison(case)),
        over_term_placed=summary["over_term_placed"], possible_pairs=summary["possible_pairs"],
        seconds={}, solver=draft.solver, version=draft.version,
        lottery_seed=summary["lottery_seed"], input_digest=draft.digest,
    )  # fmt: skip
    return DraftFairness(
        draft.round_id, draft.number, instance.peildatum,
        outcome(plan.proposals, plan.unplaced), group_tables(instance, plan),
        _weeks(plan, sight), None if erased else _beside(plan, sight), erased,
    )  # fmt: skip


def _weeks(plan: MatchingPlan, sight: Sight) -> tuple[WeekBand, ...]:
    """Return what became of people by how long they waited; the longest are merged first."""
    bands = {str(band.first): band for band in week_bands(plan)}
    blocks = sight.blocks([Category(n, bands[n].outcome) for n in reversed(bands)])
    return tuple(
        WeekBand(bands[b.categories[-1]].first, bands[b.categories[0]].last, b.outcome)
        for b in reversed(blocks)
    )


def _beside(plan: MatchingPlan, sight: Sight) -> Beside:
    found = comparison(plan)
    return Beside(
        sight.number(found.plain.households),
        sight.number(len(found.longer)),
        sight.number(found.sooner.households),
    )
