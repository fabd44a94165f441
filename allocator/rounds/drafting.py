"""Making a draft: match, check, explain, and keep what it was made from.

Solving happens between two transactions.  The second one looks whether the plan is still the
best for what is known by then; if not, nothing is written, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from allocator import __version__
from allocator.check import check_matching
from allocator.domain.decision import Previous
from allocator.domain.instance import Instance
from allocator.domain.policy import TierOrder
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan, worse_by
from allocator.reading import digest
from allocator.report.tables import tables
from allocator.rounds.ahead import kept, solve
from allocator.rounds.as_written import as_written, refuse_unsound
from allocator.rounds.case import Known, Running, holds, known
from allocator.rounds.changes import Change, changes_since, last_of_each
from allocator.rounds.rows import open_round
from allocator.rounds.states import BOUND, OPEN, Event, State
from allocator.rounds.steps import begin, take
from allocator.rounds.stored import case_of, summary_of, write_rows
from allocator.rounds.use import Actor, Refused, Use, using
from allocator.store.models import Candidate, Draft, Round

# Of the time there is, the share of the plan itself; the rest is for what stability costs.
FIRST = 0.7


@dataclass(frozen=True)
class Drafted:
    """A draft that was stored.

    ``going_on`` are candidates of other rounds that are under way: the plan leaves them where
    they are.  ``price`` gives by tier how much worse it is because what was sent stays where it
    can, ``None`` when nothing was held for that; ``changes`` what is different from the draft
    before.
    """

    draft: Draft
    instance: Instance
    plan: MatchingPlan
    going_on: tuple[Running, ...]
    price: dict[str, int] | None
    changes: tuple[Change, ...]


def propose(
    actor: Actor, settings: Settings, number: int | None = None, *, ahead: int | None = None
) -> Drafted:
    """Make a first draft, or another one while nothing was sent.

    Parameters
    ----------
    ahead
        How many weeks to look ahead; not at all when not given.

    Raises
    ------
    Refused
        When something of the round was sent: then :func:`resolve` makes the next draft.
    NoPlan
        When locks and limits contradict each other.
    """
    return _make(actor, settings, number, "propose", _unsent, ahead)


def resolve(
    actor: Actor, settings: Settings, number: int | None = None, *, ahead: int | None = None
) -> Drafted:
    """Make a second draft: what was refused is out, what was accepted stays.

    What was sent and is unanswered stays too, wherever it can.

    Parameters
    ----------
    ahead
        How many weeks to look ahead; not at all when not given.

    Raises
    ------
    Refused
        When the round has no draft yet.
    NoPlan
        When locks and limits contradict each other.
    """
    return _make(actor, settings, number, "resolve", _has_draft, ahead)


def _unsent(found: Round) -> None:
    rows = Candidate.objects.filter(round=found, state__in=(State.SENT, *BOUND), locked=False)
    if rows.exists():
        raise Refused("rounds.sent_already", round=found.number)


def _has_draft(found: Round) -> None:
    if not found.drafts.exists():
        raise Refused("rounds.no_draft", round=found.number)


def _make(
    actor: Actor,
    settings: Settings,
    number: int | None,
    action: str,
    allowed: Callable[[Round], None],
    ahead: int | None,
) -> Drafted:
    with using(actor, "read") as use:
        found = open_round(number)
        allowed(found)
        before = _known(found)
        instance, stable = to_solve(before, found, second=action == "resolve")
        use.round = found.number
        use.about(before.subject[h.id] for h in instance.households)
        use.settings = digest(instance)
        use.result = {"for": action}
    with settings.budget.part(FIRST if stable else 1.0):
        plan = solve(instance, settings, ahead)
    settings = replace(settings, prices=plan.prices)
    refuse_unsound(instance, as_written("matching", tables(plan), summary_of(plan)))
    price = _price(instance, plan, settings) if stable else None
    with using(actor, action) as use:
        found = open_round(found.number)
        allowed(found)
        now = _known(found)
        if not still_best(before.instance, now.instance, plan):
            raise Refused("rounds.changed_meanwhile")
        return _write(use, found, now, instance, plan, settings, price)


def still_best(before: Instance, now: Instance, plan: MatchingPlan) -> bool:
    """Whether a plan that is the best for what was known before is so for what is known now.

    It is when nothing but decisions was added, and the plan keeps them: they take plans away from
    those there were, and this one is left.  What is no more among the proposals before was bound
    or refused, so it counts alike in every plan that is left.
    """

    def without(instance: Instance) -> Instance:
        return instance.model_copy(update={"decisions": (), "previous": ()})

    if without(now) != without(before):
        return False
    if not set(before.decisions) <= set(now.decisions):
        return False
    if not set(now.previous) <= set(before.previous):
        return False
    pairs = [(row.household, row.home) for row in plan.proposals]
    return not check_matching(now, pairs).violations


def _known(found: Round) -> Known:
    return known(found.peildatum, for_round=found.number)


def to_solve(now: Known, found: Round, *, second: bool) -> tuple[Instance, bool]:
    """Return what to solve, and whether what was sent is kept before all else."""
    if not second:
        return now.instance, False
    mine = [r for r in now.running if r.round == found.number and not holds(r, found.number)]
    sent = [r for r in mine if r.state == State.SENT]
    kept = sent or mine
    previous = tuple(
        Previous(household=r.household, home=r.home)
        for r in sorted(kept, key=lambda r: (r.household, r.home))
    )
    instance = now.instance.model_copy(update={"previous": previous})
    return (_with_tiers(instance, stability_first=True), True) if sent else (instance, False)


def _with_tiers(instance: Instance, *, stability_first: bool) -> Instance:
    """Return the instance with the tier ``stability`` before all others, or without it."""
    order = instance.policy.tiers
    others = tuple(tier for tier in order.matching if tier != "stability")
    tiers = TierOrder(
        matching=("stability", *others) if stability_first else others, relocation=order.relocation
    )
    return instance.model_copy(
        update={"policy": instance.policy.model_copy(update={"tiers": tiers})}
    )


def _price(instance: Instance, plan: MatchingPlan, settings: Settings) -> dict[str, int] | None:
    """Return what keeping what was sent costs, tier by tier; ``None`` where it is not proven."""
    free = match(_with_tiers(instance, stability_first=False), settings)
    if "feasible" in (plan.status, free.status):
        return None
    values = {tier.name: tier.value for tier in free.tiers}
    return {t.name: worse_by(t.sense, values[t.name], t.value) for t in plan.tiers}


def _write(
    use: Use,
    found: Round,
    now: Known,
    instance: Instance,
    plan: MatchingPlan,
    settings: Settings,
    price: dict[str, int] | None,
) -> Drafted:
    draft = Draft.objects.create(
        round=found,
        number=1 + found.drafts.count(),
        n=use.n,
        digest=plan.input_digest,
        version=__version__,
        solver=plan.solver,
        case=case_of(instance),
        settings=settings_kept(settings),
        summary=summary_of(plan),
        wijken=[list(row) for row in tables(plan)["wijken"].rows],
        price=price or {},
    )
    subject = now.subject
    write_rows(draft, instance, plan, subject)
    going_on = tuple(r for r in now.running if r.round != found.number)
    changes = _move_candidates(use, found, draft, plan, subject, going_on)
    use.round = found.number
    use.settings = plan.input_digest
    use.about(subject[h.id] for h in instance.households)
    use.result = {
        "draft": draft.number,
        "status": plan.status,
        "placed": len(plan.proposals),
        "tiers": {tier.name: tier.value for tier in plan.tiers},
        "changes": len(changes),
    }
    return Drafted(draft, instance, plan, going_on, price, changes)


def settings_kept(settings: Settings) -> dict[str, Any]:
    """Return how a draft was solved, as far as it can matter for the outcome."""
    return {
        "backend": settings.backend,
        "language": settings.language,
        "seed": settings.seed,
        "seconds": settings.budget.seconds,
        "work": settings.budget.work,
        **kept(settings.prices),
    }


def _move_candidates(
    use: Use,
    found: Round,
    draft: Draft,
    plan: MatchingPlan,
    subject: dict[str, str],
    going_on: tuple[Running, ...],
) -> tuple[Change, ...]:
    """Bring the candidates of the round in line with a draft; return what changed by that."""
    elsewhere = {(r.household, r.home) for r in going_on if r.state != State.PROPOSED}
    wanted = {
        (row.household, row.home)
        for row in plan.proposals
        if (row.household, row.home) not in elsewhere
    }
    before = last_of_each(found)
    rows = Candidate.objects.filter(round=found, state__in=OPEN).select_related("subject")
    kept, recalled = set(), set()
    for row in rows.order_by("home", "subject"):
        pair = (row.subject.ref or "", row.home)
        if pair in wanted:
            kept.add(pair)
        elif row.state not in BOUND:  # bound, but gone from the files: that is for people to end
            if row.state == State.SENT:
                recalled.add(pair)
            take(row, Event.DROP, n=use.n, actor=use.actor)
    for household, home in sorted(wanted - kept):
        begin(
            round=found, draft=draft, subject=subject[household], home=home, n=use.n,
            actor=use.actor,
        )  # fmt: skip
    first = draft.number == 1
    return () if first else tuple(changes_since(before, dict(wanted), recalled, subject))
