"""Questions to a plan that was written: why not, what would it cost, what if."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from allocator import parameters
from allocator.check import check_plan
from allocator.domain.base import HomeId, HouseholdId
from allocator.domain.choices import DecisionKind, Group
from allocator.domain.decision import Decision
from allocator.domain.instance import Instance
from allocator.domain.prices import Prices
from allocator.errors import BadCall, Fault
from allocator.explain.alternatives import Alternative, alternatives
from allocator.explain.helping import Help, Helper
from allocator.explain.known import KnownPlan
from allocator.matching import Settings, match, with_seed
from allocator.plan import MatchingPlan, worse_by
from allocator.reading import PlanFiles, PlanKind, digest, prices_of, read_instance, read_plan
from allocator.slipping import as_planned
from models.budget import Budget

# What the words of --if mean.
VERBS = {
    "lock": DecisionKind.LOCK,
    "vast": DecisionKind.LOCK,
    "refuse": DecisionKind.REFUSED_BY_TEAM,
    "weiger": DecisionKind.REFUSED_BY_TEAM,
}
REFUSALS = (
    DecisionKind.REFUSED_BY_TEAM,
    DecisionKind.REFUSED_BY_HOUSEHOLD,
    DecisionKind.REFUSED_BY_CORPORATIE,
)


@dataclass(frozen=True)
class Opened:
    """A plan and its instance, read and found to belong together.

    ``instance`` has the lottery seed of the plan; ``why`` is the sentence of each household.
    """

    instance: Instance
    warnings: tuple[Fault, ...]
    pairs: tuple[tuple[str, str], ...]
    best: Mapping[str, int]
    values: Mapping[str, int]
    why: Mapping[str, str]
    prices: Prices | None = None

    def known(self, budget: Budget) -> KnownPlan:
        """Lay the plan out to be asked questions."""
        return KnownPlan.of(self.instance, self.pairs, self.best, budget, self.prices)


def open_plan(source: Path, folder: Path) -> Opened:
    """Read an instance and a plan of it.

    Raises
    ------
    BadInput
        When one of them cannot be read.
    BadCall
        When the folder holds no matching plan, that of another instance, or one that does not
        pass its check.
    """
    instance, warnings, files = sound_plan(source, folder, "matching")
    instance = with_seed(instance, files.summary["lottery_seed"])
    rows, tiers = files.tables["proposals"], files.summary["tiers"]
    return Opened(
        instance=instance,
        warnings=warnings,
        pairs=tuple((row["household"], row["home"]) for row in rows),
        best={tier["name"]: tier["best"] for tier in tiers if tier["best"] is not None},
        values={tier["name"]: tier["value"] for tier in tiers},
        why={row["household"]: row["why"] for row in (*rows, *files.tables["unplaced"])},
        prices=prices_of(files),
    )


def sound_plan(
    source: Path, folder: Path, kind: PlanKind
) -> tuple[Instance, tuple[Fault, ...], PlanFiles]:
    """Read an instance and a plan of it, of one kind, and make sure that it passes its check.

    Raises
    ------
    BadInput, BadCall
        As :func:`open_plan`.
    """
    reading = read_instance(source)
    files = read_plan(folder)
    if files.kind != kind:
        raise BadCall(f"explain.not_{kind}", folder=folder)
    code = digest(reading.instance)
    if files.summary.get("input_digest") != code:
        raise BadCall("explain.other_instance", folder=folder, name=reading.instance.name)
    as_given = reading.instance
    planned = as_planned(as_given, files.summary) if kind == "relocation" else as_given
    verdict = check_plan(planned, files, digest=code)
    if not verdict.sound:
        raise BadCall("explain.unsound", folder=folder, n=len(verdict.violations))
    return as_given, (*reading.warnings, *parameters.warnings_for(as_given)), files


def position_of_household(plan: KnownPlan, household: str) -> int:
    """Return the position of a household by id.

    Raises
    ------
    BadCall
        When it is not in the matching round.
    """
    names = plan.case.households.id.tolist()
    if household not in names:
        raise _no_household(household, plan.case.instance)
    return int(names.index(household))


def _no_household(household: str, instance: Instance) -> BadCall:
    """Return what is wrong with a household that is not in the matching round."""
    group = {str(h.id): h.group for h in instance.households}.get(household)
    other = group is Group.ONTHEEMDE
    return BadCall("explain.ontheemde" if other else "explain.no_household", id=household)


def position_of_home(plan: KnownPlan, home: str) -> int:
    """Return the position of a home by id.

    Raises
    ------
    BadCall
        When there is no such home.
    """
    names = plan.case.homes.id.tolist()
    if home not in names:
        raise BadCall("explain.no_home", id=home)
    return int(names.index(home))


def explain(
    plan: KnownPlan,
    household: str | None,
    home: str | None,
    budget: Budget,
    on_pair: Callable[[int, int], None] = lambda done, total: None,
) -> list[Alternative]:
    """Return what every home would mean for a household, or every household for a home.

    Raises
    ------
    BadCall
        When the household or the home is not in the round.
    """
    of = [household] if household is not None else plan.case.households.id.tolist()
    to = [home] if home is not None else plan.case.homes.id.tolist()
    rows = [position_of_household(plan, h) for h in of] if household is not None else range(len(of))
    columns = [position_of_home(plan, p) for p in to] if home is not None else range(len(to))
    pairs = [(h, p) for h in rows for p in columns]
    return alternatives(plan, pairs, budget, on_pair)


def what_helps(plan: KnownPlan, household: str, budget: Budget) -> Help | None:
    """Return what would house a household; ``None`` when the plan places it.

    Raises
    ------
    BadCall
        When it is not in the round.
    """
    at = position_of_household(plan, household)
    return None if at in plan.placed else Helper(plan).help(at, budget)


@dataclass(frozen=True)
class Price:
    """What decisions would do to a plan.

    ``worse`` says by how much each tier gets worse; ``gains`` are the households that would
    get a home, ``waits_longer`` those that would lose theirs, ``moves`` those that would get
    another one: household, home now, home then.
    """

    plan: MatchingPlan
    worse: Mapping[str, int]
    gains: tuple[str, ...]
    waits_longer: tuple[str, ...]
    moves: tuple[tuple[str, str, str], ...]


def price(opened: Opened, decisions: Sequence[Decision], settings: Settings) -> Price:
    """Return what decisions would do, solved anew.

    Raises
    ------
    NoPlan
        When the decisions and the limits contradict each other.
    """
    plan = match(decided(opened.instance, decisions), settings)
    before, after = dict(opened.pairs), {row.household: row.home for row in plan.proposals}
    return Price(
        plan=plan,
        worse={
            tier.name: worse_by(tier.sense, opened.values[tier.name], tier.value)
            for tier in plan.tiers
            if tier.name in opened.values
        },
        gains=tuple(h for h in after if h not in before),
        waits_longer=tuple(h for h in before if h not in after),
        moves=tuple((h, before[h], after[h]) for h in after if before.get(h, after[h]) != after[h]),
    )


def decided(instance: Instance, decisions: Sequence[Decision]) -> Instance:
    """Return the instance with decisions added; a lock takes the place of an earlier one."""
    standing = list(instance.decisions)
    for new in decisions:
        locks = new.decision is DecisionKind.LOCK
        if locks:
            standing = [
                old
                for old in standing
                if not (old.household == new.household and old.decision is DecisionKind.LOCK)
            ]
        elif any(
            (old.household, old.home) == (new.household, new.home) and old.decision in REFUSALS
            for old in standing
        ):
            continue
        standing.append(new)
    return instance.model_copy(update={"decisions": tuple(standing)})


def decisions_of(words: Sequence[str], instance: Instance) -> list[Decision]:
    """Return what is written after ``--if``: ``lock HOUSEHOLD HOME`` or ``refuse …``.

    Raises
    ------
    BadCall
        When it is neither, or a household or home is not in the round.
    """
    households = {h.id for h in instance.households if h.group is Group.STATUSHOUDER}
    homes = {home.id for home in instance.homes}
    found = []
    for text in words:
        parts = text.split()
        if len(parts) != 3 or parts[0].casefold() not in VERBS:
            raise BadCall("explain.if_form", text=text)
        verb, household, home = parts
        if household not in households:
            raise _no_household(household, instance)
        if home not in homes:
            raise BadCall("explain.no_home", id=home)
        decision = VERBS[verb.casefold()]
        found.append(
            Decision(household=HouseholdId(household), home=HomeId(home), decision=decision)
        )
    return found
