"""Looking ahead: who can live nowhere else gets the home, no home stays empty, all is checked."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from allocator.check import check_plan
from allocator.domain.future import Future
from allocator.domain.instance import Instance
from allocator.domain.prices import Price, Priced, Prices
from allocator.formulate import lay_out, tiers, tiers_of
from allocator.matching import Settings, match
from allocator.matching_run import plan_files, run_matching
from allocator.messages.matching import matching_lines
from allocator.plan import MatchingPlan
from allocator.reading import digest, prices_of, read_instance, read_plan
from allocator.report.summary import summary, to_json
from allocator.scenarios import ahead
from allocator.scenarios.ahead import LookAhead, match_ahead, price
from allocator.scenarios.looking import solving
from allocator.scenarios.policies import policy
from allocator.scenarios.simulating import simulate
from allocator.texts import LANGUAGES, texts
from models.budget import Budget
from tests.check.build import days, home, household, instance
from tests.random_instances import small_instance
from tests.scenarios.build import future

NIJMEGEN = Path("instances/nijmegen")
TINY = Path("instances/tiny")
WHEELCHAIR = {0: {"mobility": "wheelchair"}}
TOLERANT = {"tolerance": {"waiting": "100"}}


def pairs(plan: MatchingPlan) -> dict[str, str]:
    """Return the home of each household."""
    return {row.household: row.home for row in plan.proposals}


def adapted_city(**changes: object) -> Instance:
    """Return two singles for two homes; H2 needs the adapted one, and has waited less."""
    given = {"policy": {"reserve_adapted_days": 0, **TOLERANT}, **changes}
    return instance(
        [
            household("H1", 30, koppeldatum=days(-7 * 30)),
            household("H2", 40, koppeldatum=days(-7 * 10), people=WHEELCHAIR),
        ],
        [home("W1", wheelchair=True), home("W2", available_from=days(20), wijk="zuid")],
        horizon_days=7,
        **given,
    )


def test_a_home_goes_to_who_can_live_nowhere_else():
    """W2 may be proposed from week 2 on, to H1 alone: then now W1 is for H2."""
    city = adapted_city()
    look = LookAhead(future(weeks=10, vacancies={"units_per_week": 0, "offered_weeks": 52}))
    strict = adapted_city(policy={"reserve_adapted_days": 0})
    assert pairs(match(strict, Settings())) == {"H1": "W1"}
    assert pairs(match_ahead(city, Settings(), look)) == {"H2": "W1"}


def test_within_what_the_team_gives_up_of_waiting():
    """Urgency: H1 1 × (31 + 2 × 20) = 71, H2 11; without tolerance H1 has the home."""
    look = LookAhead(future(weeks=10, vacancies={"units_per_week": 0, "offered_weeks": 52}))
    for policy_, found in (
        ({"tolerance": {"waiting": "84"}}, {"H1": "W1"}),  # floor(71 × 0.84) = 59: at least 12
        ({"tolerance": {"waiting": "85"}}, {"H2": "W1"}),  # floor(71 × 0.85) = 60: at least 11
        ({"slack": {"waiting": 60}}, {"H2": "W1"}),
        ({"slack": {"waiting": 59}}, {"H1": "W1"}),
        ({}, {"H1": "W1"}),
    ):
        city = adapted_city(policy={"reserve_adapted_days": 0, **policy_})
        assert pairs(match_ahead(city, Settings(), look)) == found, policy_


def test_the_sentence_says_how_many_are_expected():
    city = adapted_city()
    expected = future(
        weeks=27,
        chance=True,
        inflow={"types": [{"min_persons": 1, "max_persons": 1, "per_week": "0.2"}]},
        vacancies={"units_per_week": 0, "offered_weeks": 52},
    )
    plan = match_ahead(city, Settings(language="nl"), LookAhead(expected))
    assert plan.prices is not None
    row = plan.prices.homes["W1"]
    assert (row.need, row.offered) == ("adapted", 0)
    assert row.expected in (2, 3)  # 26 × 0.2 = 5.2 households, of whom half need it
    why = {p.household: p.why for p in plan.proposals}["H2"]
    said = texts("nl")(
        "why.ahead",
        home=texts("nl")("why.ahead.adapted"),
        weeks=27,
        expected=row.expected,
        offered=0,
    )
    assert said in why


def test_a_home_is_never_left_empty_for_a_price():
    """Nobody but H1 can have W1 now; that somebody is to come who needs it keeps nothing empty."""
    city = adapted_city().model_copy(update={"households": (adapted_city().households[0],)})
    needing = household("H9", 40, koppeldatum=days(-7), people=WHEELCHAIR, hold_until=days(9))
    city = city.model_copy(update={"households": (*city.households, needing)})
    look = LookAhead(future(weeks=10, vacancies={"units_per_week": 0, "offered_weeks": 52}))
    prices = price(city, look, Budget())
    assert prices is not None
    first = match(city, Settings(prices=prices))
    last = match_ahead(city, Settings(), look)
    assert pairs(last) == {"H1": "W1"}
    assert last.prices is not None
    if pairs(first) != pairs(last):  # then the price of the home was lowered till it was taken
        assert last.prices.homes["W1"].price < prices.homes["W1"].price


def checked(city: Instance, plan: MatchingPlan, folder: Path):
    """Write a plan as the command does, and judge it."""
    folder.mkdir()
    for name, content in plan_files(city, plan, "nl", {}).items():
        (folder / name).write_bytes(content)
    (folder / "summary.json").write_bytes(to_json(summary(plan, {})))
    return check_plan(city, read_plan(folder), digest=digest(city))


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_that_looks_ahead_passes_its_check(seed, tmp_path):
    city = small_instance(seed)
    look = LookAhead(Future(weeks=6), samples=2)
    plan = match_ahead(city, Settings(), look)
    verdict = checked(city, plan, tmp_path / "plan")
    assert verdict.violations == ()
    assert verdict.tier_values["scarcity"] == {t.name: t.value for t in plan.tiers}["scarcity"]
    order = [t.name for t in plan.tiers if t.best is not None]
    before = order.index("scarcity")
    assert order[before - 1 : before] == (["waiting"] if "waiting" in order else [])


@pytest.mark.parametrize(
    ("row", "change"),
    [
        ("price", lambda text: text + "0"),
        ("price", lambda text: "veel"),
        ("id", lambda text: "niemand"),
    ],
)
def test_the_check_finds_a_price_that_is_another(row, change, tmp_path):
    city = adapted_city()
    look = LookAhead(future(weeks=10, vacancies={"units_per_week": 0, "offered_weeks": 52}))
    plan = match_ahead(city, Settings(), look)
    assert checked(city, plan, tmp_path / "plan").sound
    file = tmp_path / "plan" / "prices.csv"
    with file.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    placed = next(r for r in rows if r["id"] == "H2")
    placed[row] = change(placed[row])
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert not check_plan(city, read_plan(tmp_path / "plan"), digest=digest(city)).sound


def test_the_check_finds_a_home_that_is_left_empty(tmp_path):
    """With prices above 0 the best plan of the tier places nobody: that is no plan of ours."""
    city = adapted_city()
    dear = Prices(weeks=10, rows=(Price(kind=Priced.HOME, id="W1", price=5),))
    plan = match(city, Settings(prices=dear))
    assert pairs(plan) == {}
    verdict = checked(city, plan, tmp_path / "plan")
    assert {v.message for v in verdict.violations} == {"check.addable"}


@pytest.mark.parametrize("backend", ["cpsat", "cbc"])
def test_the_same_values_on_every_backend(backend):
    city = small_instance(5)
    plan = match_ahead(city, Settings(), LookAhead(Future(weeks=6), samples=2))
    other = match(city, Settings(backend=backend, prices=plan.prices))
    assert [(t.name, t.value) for t in other.tiers] == [(t.name, t.value) for t in plan.tiers]


def test_the_prices_are_read_back(tmp_path):
    city = adapted_city()
    look = LookAhead(future(weeks=10, vacancies={"units_per_week": 0, "offered_weeks": 52}))
    plan = match_ahead(city, Settings(), look)
    checked(city, plan, tmp_path / "plan")
    assert prices_of(read_plan(tmp_path / "plan")) == plan.prices
    assert prices_of(read_plan_without(tmp_path / "plan")) is None


def read_plan_without(folder: Path):
    """Return a plan without its prices."""
    (folder / "prices.csv").unlink()
    return read_plan(folder)


def test_limits_have_a_price_per_person():
    """Every part of the price of a pair counts once, and per person where it is room."""
    city = instance(
        [household("H1", 30, 31, 5)],
        [home("W1", bedrooms=3)],
        wijken=(
            {"code": "hatert", "name": "H", "within": "noord", "draagkracht_persons": 9},
            {"code": "noord", "name": "N", "draagkracht_persons": 12},
        ),
    )
    prices = Prices(
        weeks=4,
        rows=(
            Price(kind=Priced.HOUSEHOLD, id="H1", price=-1000),
            Price(kind=Priced.HOME, id="W1", price=7),
            Price(kind=Priced.WIJK, id="hatert", price=11),
            Price(kind=Priced.WIJK, id="noord", price=100),
        ),
    )
    case = lay_out(city, prices)
    assert tiers(case, ("scarcity",))[0].gain.tolist() == [-1000 + 7 + 3 * 11 + 3 * 100]
    assert [t.name for t in tiers_of(case)[0]][:2] == ["waiting", "scarcity"]


def test_without_prices_there_is_no_such_tier():
    case = lay_out(adapted_city())
    assert "scarcity" not in [t.name for group in tiers_of(case) for t in group]
    with pytest.raises(ValueError, match="without prices"):
        tiers(case, ("scarcity",))


def test_it_looks_no_further_than_the_period(monkeypatch):
    seen = []
    real = ahead.price

    def watched(given, look, budget):
        seen.append((given.peildatum, look.future.weeks, look.name))
        return real(given, look, budget)

    monkeypatch.setattr(ahead, "price", watched)
    f = future(weeks=4, vacancies={"units_per_week": 0, "offered_weeks": 52})
    simulate(
        adapted_city(),
        f,
        seed=3,
        replication=1,
        propose=policy("look-ahead", adapted_city(), f, 3, 1),
    )
    # In the last week there is nothing ahead.
    assert [(weeks, name) for _, weeks, name in seen] == [
        (4, "ahead 1 0"),
        (3, "ahead 1 1"),
        (2, "ahead 1 2"),
    ]


def test_the_command_looks_ahead_on_files(tmp_path):
    assert solving(NIJMEGEN, None, None) is None
    solve = solving(NIJMEGEN, 13, None)
    finished = run_matching(NIJMEGEN, tmp_path / "plan", Settings(), solve)
    assert finished.summary["look_ahead_weeks"] == 13
    assert (tmp_path / "plan" / "prices.csv").exists()
    instance_ = read_instance(NIJMEGEN).instance
    free = instance_.model_copy(
        update={
            "policy": instance_.policy.model_copy(update={"tolerance": {"waiting": Decimal(5)}})
        }
    )
    before = {t.name: t.value for t in finished.plan.tiers}
    assert solve is not None
    later = {t.name: t.value for t in solve(free, Settings()).tiers}
    assert later["scarcity"] < before["scarcity"]  # what 5% of waiting buys


def test_where_nothing_can_be_proposed_nothing_has_a_price():
    city = adapted_city().model_copy(update={"homes": ()})
    look = LookAhead(Future(weeks=10))
    assert price(city, look, Budget()) is None
    plan = match_ahead(city, Settings(), look)
    assert (plan.prices, plan.weeks_ahead) == (None, 0)
    assert match(city, Settings()).weeks_ahead is None


def test_a_plan_that_could_not_look_ahead_says_so(tmp_path, monkeypatch):
    """Time ended before there were prices: the plan stands, and nobody takes it for another."""
    monkeypatch.setattr(ahead, "price", lambda *given: None)
    finished = run_matching(TINY, tmp_path / "plan", Settings(), solving(TINY, 13, None))
    assert finished.summary["look_ahead_weeks"] == 0
    assert not (tmp_path / "plan" / "prices.csv").exists()
    for language in LANGUAGES:
        t = texts(language)
        assert t("cli.match.not_ahead") in matching_lines(finished, t)
    page = (tmp_path / "plan" / "report.html").read_text("utf-8")
    assert texts("nl")("report.settings.not_ahead") in page


def test_a_tier_that_comes_first_may_leave_a_home_empty(tmp_path):
    """A home of a year would be left again: where that comes before waiting nobody gets it."""
    city = instance(
        [household("H1", 30), household("H2", 40)],
        [home("W1", available_until=days(365))],
        policy={"tiers": {"matching": ["relocations", "waiting"]}},
    )
    plan = match_ahead(city, Settings(), LookAhead(future(weeks=6)))
    assert pairs(plan) == {}
    assert checked(city, plan, tmp_path / "plan").violations == ()


def test_a_plan_that_time_cut_off_passes_its_check(tmp_path):
    city = read_instance(NIJMEGEN).instance
    prices = price(city, LookAhead(Future(weeks=6)), Budget())
    assert prices is not None
    plan = match(city, Settings(prices=prices, budget=Budget(work=1)))
    assert plan.status == "feasible"
    assert checked(city, plan, tmp_path / "plan").violations == ()
