"""Questions to a plan on disk: which plans may be asked, and what decisions would do."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from allocator.check import check_matching
from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision
from allocator.domain.policy import Policy
from allocator.errors import BadCall, BadInput, NoPlan
from allocator.explaining import (
    Opened,
    decided,
    decisions_of,
    explain,
    open_plan,
    position_of_home,
    position_of_household,
    price,
    what_helps,
)
from allocator.matching import Settings, match
from allocator.matching_run import run_matching
from allocator.reading import read_plan
from models.budget import Budget
from tests.check.build import home, household, instance, lock
from tests.check.golden import PLAN, golden
from tests.cli.build import contents, written
from tests.random_instances import small_instance


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(golden(), tmp_path / "in")


@pytest.fixture
def folder(source, tmp_path) -> Path:
    run_matching(source, tmp_path / "plan", Settings())
    return tmp_path / "plan"


def edit(file, right, wrong):
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong, 1))


# --- which plans may be asked ---------------------------------------------------------------------


def test_a_plan(source, folder):
    before = contents(source), contents(folder)
    opened = open_plan(source, folder)
    assert opened.pairs == tuple(PLAN)
    assert opened.best["waiting"] == opened.values["waiting"] == 162
    assert list(opened.best) == list(golden().policy.tiers.matching)
    assert set(opened.why) == {"H1", "H2", "H3", "H4", "H5", "H6"}
    assert opened.why["H1"].startswith("20 weken gewacht")
    assert [fault.message for fault in opened.warnings] == ["reading.gone"]
    assert opened.instance.households == golden().households
    plan = opened.known(Budget())
    assert plan.values == tuple(opened.values.values())
    assert plan.best == tuple(opened.best.values())
    assert plan.placed == {0, 1, 5}
    assert (contents(source), contents(folder)) == before


def test_the_seed_of_the_plan_counts(source, tmp_path):
    run_matching(source, tmp_path / "plan", Settings(seed=99))
    opened = open_plan(source, tmp_path / "plan")
    assert opened.instance.lottery_seed == 99
    assert golden().lottery_seed != 99
    plan = opened.known(Budget())
    lots = [int(sha256(f"99:2025-07-01:{h}".encode()).hexdigest()[:5], 16) for h, _ in PLAN]
    assert plan.values[-1] == sum(lots) == opened.values["lottery"]


def test_a_tier_that_is_only_reported_has_a_value_and_no_best(tmp_path):
    policy = Policy.model_validate({"tiers": {"matching": ("fit", "waiting")}})
    source = written(golden(policy=policy), tmp_path / "in")
    run_matching(source, tmp_path / "plan", Settings())
    opened = open_plan(source, tmp_path / "plan")
    assert list(opened.best) == ["fit", "waiting"]
    assert set(opened.values) == set(golden().policy.tiers.matching)


@pytest.mark.parametrize("name", ["proposals.csv", "unplaced.csv", "wijken.csv", "summary.json"])
def test_a_plan_that_is_broken(source, folder, name):
    (folder / name).unlink()
    with pytest.raises(BadInput):
        open_plan(source, folder)


def test_an_instance_that_is_broken(source, folder):
    (source / "homes.csv").unlink()
    with pytest.raises(BadInput):
        open_plan(source, folder)


@pytest.mark.parametrize("what", ["nothing", "empty", "in", "hand.csv"])
def test_no_plan(source, tmp_path, what):
    (tmp_path / "empty").mkdir()
    (tmp_path / "hand.csv").write_text("household,home\nH1,W1\n")
    with pytest.raises(BadInput):
        open_plan(source, tmp_path / what)


def test_a_relocation_plan(source, tmp_path, monkeypatch):
    files = replace(read(source, tmp_path), kind="relocation")
    monkeypatch.setattr("allocator.explaining.read_plan", lambda _: files)
    with pytest.raises(BadCall) as found:
        open_plan(source, tmp_path / "plan")
    assert found.value.message == "explain.not_matching"


def read(source, tmp_path):
    """Return the files of a plan as they are read."""
    run_matching(source, tmp_path / "plan", Settings())
    return read_plan(tmp_path / "plan")


def test_a_plan_of_another_instance(folder, tmp_path):
    other = written(instance([household("H1", 30)], [home("W1")]), tmp_path / "other")
    with pytest.raises(BadCall) as found:
        open_plan(other, folder)
    assert found.value.message == "explain.other_instance"
    assert found.value.values == {"folder": folder, "name": "tiny"}


def test_an_instance_that_has_changed(source, folder):
    """By one refusal, which the plan does not even break."""
    with (source / "decisions.csv").open("a") as file:
        head = (source / "decisions.csv").read_text().splitlines()[0]
        separator = ";" if ";" in head else ","
        row = {"household": "H4", "home": "W1", "decision": "refused_by_team"}
        names = [cell.strip('\ufeff"') for cell in head.split(separator)]
        file.write(separator.join(row.get(_english(name), "") for name in names) + "\n")
    with pytest.raises(BadCall) as found:
        open_plan(source, folder)
    assert found.value.message == "explain.other_instance"


def _english(name):
    return {"huishouden": "household", "woning": "home", "besluit": "decision"}.get(name, name)


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("proposals.csv", "H1,W1,3", "H1,W1,4"),
        ("proposals.csv", "H2,W2", "H3,W2"),
        ("summary.json", '"value": 162', '"value": 163'),
        ("summary.json", '"best": 162', '"best": 161'),
        ("unplaced.csv", "priority", "choice"),
    ],
)
def test_a_plan_that_was_tampered_with(source, folder, file, right, wrong):
    edit(folder / file, right, wrong)
    with pytest.raises(BadCall) as found:
        open_plan(source, folder)
    assert found.value.message == "explain.unsound"
    assert found.value.values["n"] >= 1


SUMMARIES = [
    {"input_digest": None},
    {"lottery_seed": "seven"},
    {"lottery_seed": None},
    {"tiers": []},
    {"tiers": None},
]


@pytest.mark.parametrize("change", SUMMARIES)
def test_a_summary_that_says_other_things(source, folder, change):
    facts = json.loads((folder / "summary.json").read_text("utf-8"))
    (folder / "summary.json").write_text(json.dumps(facts | change), "utf-8")
    with pytest.raises((BadCall, BadInput)):
        open_plan(source, folder)


# --- who and what ---------------------------------------------------------------------------------


@pytest.fixture
def plan(source, folder):
    return open_plan(source, folder).known(Budget())


def test_positions(plan):
    assert (position_of_household(plan, "H3"), position_of_home(plan, "W4")) == (2, 3)


@pytest.mark.parametrize(
    ("id_", "message"),
    [("O1", "explain.ontheemde"), ("H9", "explain.no_household"), ("", "explain.no_household")],
)
def test_a_household_that_is_not_there(plan, id_, message):
    for asked in (
        lambda: position_of_household(plan, id_),
        lambda: explain(plan, id_, None, Budget()),
        lambda: what_helps(plan, id_, Budget()),
    ):
        with pytest.raises(BadCall) as found:
            asked()
        assert (found.value.message, found.value.values) == (message, {"id": id_})


def test_a_home_that_is_not_there(plan):
    for household_id in (None, "H1"):
        with pytest.raises(BadCall) as found:
            explain(plan, household_id, "W9", Budget())
        assert (found.value.message, found.value.values) == ("explain.no_home", {"id": "W9"})


def test_which_pairs(plan):
    def pairs(household_id, home_id):
        found = explain(plan, household_id, home_id, Budget())
        return [(one.household, one.home) for one in found]

    assert pairs("H3", None) == [(2, 0), (2, 1), (2, 2), (2, 3)]
    assert pairs(None, "W2") == [(h, 1) for h in range(6)]
    assert pairs("H3", "W2") == [(2, 1)]


def test_every_pair_that_is_solved_is_told(plan):
    told = []
    explain(plan, None, "W2", Budget(), lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2)]  # H3 and H5; H2 has it, the others are blocked


def test_only_who_is_left_out_can_be_helped(plan):
    assert what_helps(plan, "H1", Budget()) is None
    assert what_helps(plan, "H3", Budget()).household == 2


# --- decisions ------------------------------------------------------------------------------------


def refusal(household_id, home_id, decision="refused_by_team"):
    return Decision(household=household_id, home=home_id, decision=decision)


def test_words_of_decisions():
    words = ["lock H1 W1", "VAST  H2 W2", "refuse H3 W1", " Weiger H4 W4 "]
    assert decisions_of(words, golden()) == [
        lock("H1", "W1"),
        lock("H2", "W2"),
        refusal("H3", "W1"),
        refusal("H4", "W4"),
    ]


@pytest.mark.parametrize(
    ("text", "message", "values"),
    [
        ("", "explain.if_form", {"text": ""}),
        ("lock", "explain.if_form", {"text": "lock"}),
        ("lock H1", "explain.if_form", {"text": "lock H1"}),
        ("lock H1 W1 W2", "explain.if_form", {"text": "lock H1 W1 W2"}),
        ("H1 lock W1", "explain.if_form", {"text": "H1 lock W1"}),
        ("lock H9 W1", "explain.no_household", {"id": "H9"}),
        ("lock W1 H1", "explain.no_household", {"id": "W1"}),
        ("refuse O1 W1", "explain.ontheemde", {"id": "O1"}),
        ("refuse H1 W9", "explain.no_home", {"id": "W9"}),
    ],
)
def test_words_that_are_no_decision(text, message, values):
    with pytest.raises(BadCall) as found:
        decisions_of(["lock H1 W1", text], golden())
    assert (found.value.message, found.value.values) == (message, values)


def test_decisions_added():
    given = golden(decisions=(lock("H6", "W3"), refusal("H1", "W4", "refused_by_household")))
    # a lock takes the place of an earlier one of the household, wherever
    assert decided(given, [lock("H6", "W1")]).decisions == (
        refusal("H1", "W4", "refused_by_household"),
        lock("H6", "W1"),
    )
    assert decided(given, [lock("H1", "W4"), lock("H1", "W1")]).decisions == (
        *given.decisions,
        lock("H1", "W1"),
    )
    # whoever refused the pair, it is refused once
    assert decided(given, [refusal("H1", "W4")]).decisions == given.decisions
    assert decided(given, [refusal("H1", "W1")] * 2).decisions == (
        *given.decisions,
        refusal("H1", "W1"),
    )
    assert decided(given, []) == given
    assert given.decisions[0] == lock("H6", "W3")


# --- what decisions would do ----------------------------------------------------------------------


def opened_of(given) -> Opened:
    """Return the best plan of an instance, as if it were read."""
    plan = match(given, Settings())
    return Opened(
        instance=given,
        warnings=(),
        pairs=tuple((row.household, row.home) for row in plan.proposals),
        best={tier.name: tier.best for tier in plan.tiers if tier.best is not None},
        values={tier.name: tier.value for tier in plan.tiers},
        why={},
    )


def some_decisions(seed: int, given) -> list[list[Decision]]:
    """Return a refusal of a proposal, a lock elsewhere, and both together."""
    (household_id, home_id), *_ = _opened(seed).pairs
    others = [row.id for row in given.homes if row.id != home_id]
    locked = {d.household for d in given.decisions if d.decision is DecisionKind.LOCK}
    free = [row.id for row in given.households if row.id not in locked]
    no, yes = refusal(household_id, home_id), lock(free[-1], others[seed % len(others)])
    return [[no], [yes], [yes, no]]


@cache
def _opened(seed):
    return opened_of(small_instance(seed))


def test_the_price_is_that_of_a_plan_with_the_decisions():
    """As the checker sees it: values, rules, and who goes where."""
    priced = none = 0
    for seed in range(12):
        opened, given = _opened(seed), small_instance(seed)
        before = check_matching(given, opened.pairs).tier_values
        for decisions in some_decisions(seed, given):
            with_them = given.model_copy(update={"decisions": (*given.decisions, *decisions)})
            try:
                wanted = match(with_them, Settings(backend="cpsat"))
            except NoPlan:
                none += 1
                with pytest.raises(NoPlan):
                    price(opened, decisions, Settings())
                continue
            found = price(opened, decisions, Settings())
            pairs = [(row.household, row.home) for row in found.plan.proposals]
            verdict = check_matching(with_them, pairs)
            assert verdict.sound
            for tier, other in zip(found.plan.tiers, wanted.tiers, strict=True):
                sign = 1 if tier.sense == "max" else -1
                assert tier.value == verdict.tier_values[tier.name]
                loss = sign * (before[tier.name] - tier.value)
                assert found.worse[tier.name] == loss
                if not given.policy.tolerance and not given.policy.slack and tier.optimal:
                    assert tier.value == other.value
            told(opened, found, dict(pairs))
            priced += 1
    assert priced >= 25
    assert none >= 1


def told(opened, found, after):
    """Make sure that gains, waits and moves lead from the one plan to the other."""
    now = dict(opened.pairs)
    for household_id in found.gains:
        assert household_id not in now
        now[household_id] = after[household_id]
    for household_id in found.waits_longer:
        del now[household_id]
    for household_id, old, new in found.moves:
        assert old != new
        assert now[household_id] == old
        now[household_id] = new
    assert now == after


def test_without_decisions_nothing_gets_worse(source, folder):
    found = price(open_plan(source, folder), [], Settings())
    assert set(found.worse.values()) == {0}
    assert (found.gains, found.waits_longer, found.moves) == ((), (), ())


def test_the_seed_of_the_plan_counts_for_the_price(source, tmp_path):
    run_matching(source, tmp_path / "plan", Settings(seed=99))
    found = price(open_plan(source, tmp_path / "plan"), [], Settings())
    assert found.plan.lottery_seed == 99
    assert set(found.worse.values()) == {0}


def test_a_price_that_is_not_proven(source, folder):
    opened = open_plan(source, folder)
    found = price(opened, [lock("H5", "W2")], Settings(budget=Budget(work=0)))
    assert found.plan.status == "feasible"
    assert set(found.worse) == set(opened.values)
