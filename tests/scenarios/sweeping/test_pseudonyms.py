"""What leaves of an instance: nothing that names somebody, and all that the rules look at."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.base import Frozen
from allocator.domain.choices import DecisionKind, Group, Need, SiteDecisionKind
from allocator.domain.decision import Decision, Points, Previous, SiteDecision
from allocator.domain.future import Future
from allocator.domain.home import Complex, Corporatie, Home
from allocator.domain.household import Household, Person
from allocator.domain.instance import Instance, Taakstelling
from allocator.domain.policy import TierOrder
from allocator.domain.site import RoomGroup, Site
from allocator.domain.wijk import Wijk
from allocator.matching import Settings, match
from allocator.reading import read_instance
from allocator.relocating import RelocationSettings, relocate
from allocator.scenarios.replication import Task
from allocator.scenarios.sweeping.pseudonyms import Pseudonyms
from allocator.scenarios.sweeping.sweep import hide
from tests.random_instances import small_instance
from tests.random_shelter import shelter_instance
from tests.scenarios.sweeping.doing import ROOT

DAY = date(2025, 4, 7)
SECRETS = (
    *("Zeeduin", "secret-household", "secret-other", "secret-person", "secret-partner"),
    *("secret hold", "secret refusal", "secret points", "secret site", "secret-together"),
    *("secret-wijk name", "secret source", "secret-corporatie name", "secret-complex name"),
    *("secret-site name", "0268200000012345", "secret-gone"),
)


def person(id_: str, household: str, **columns: object) -> Person:
    given = {"birth_date": date(1990, 1, 1), "gender": "f", **columns}
    return Person.model_validate({"id": id_, "household": household, **given})


def secret() -> Instance:
    """Return an instance in which each text that people wrote can be told."""
    return Instance(
        name="Zeeduin, spring",
        municipality="Zeeduin",
        peildatum=DAY,
        wijken=(Wijk(code="W1", name="secret-wijk name", draagkracht_source="secret source"),),
        corporaties=(Corporatie(id="C1", name="secret-corporatie name"),),
        complexes=(Complex(id="X1", name="secret-complex name", wijk="W1"),),
        homes=(
            Home.model_validate(
                {
                    **{"id": "P1", "corporatie": "C1", "wijk": "W1", "complex": "X1"},
                    **{"kind": "flexwoning", "bedrooms": 1, "max_persons": 2},
                    **{"available_from": DAY, "bag_id": "0268200000012345"},
                }
            ),
        ),
        households=(
            Household(
                id="secret-household",
                group=Group.STATUSHOUDER,
                koppeldatum=DAY,
                hold_reason="secret hold",
                current_site="S1",
                moved_in_on=DAY,
                earlier_moves=2,
                persons=(
                    person("secret-partner", "secret-household", lhbtiq=True, school_wijk="W1"),
                    person("secret-person", "secret-household"),
                ),
            ),
            Household(
                id="secret-other",
                group=Group.ONTHEEMDE,
                current_site="S1",
                keep_with="secret-together",
                persons=(person("secret-child", "secret-other", school_wijk="W1"),),
            ),
        ),
        decisions=(
            Decision(
                household="secret-household",
                home="P1",
                decision=DecisionKind.REFUSED_BY_TEAM,
                decided_on=DAY,
                reason="secret refusal",
            ),
        ),
        points=(Points(household="secret-household", home="P1", points=3, reason="secret points"),),
        previous=(Previous(household="secret-gone", home="P1"),),
        sites=(Site(id="S1", name="secret-site name", wijk="W1"),),
        site_decisions=(
            SiteDecision(
                household="secret-other",
                site="S1",
                decision=SiteDecisionKind.LOCK,
                reason="secret site",
            ),
        ),
    )


def test_nothing_that_names_somebody_is_in_a_task_that_leaves():
    task = Task("a scenario", secret(), Future(), 1, 0)
    seen = pickle.dumps(task)
    assert [text for text in SECRETS if text.encode() not in seen] == []
    [hidden] = hide([task], Pseudonyms([task.instance]))
    sent = pickle.dumps(hidden)
    assert [text for text in (*SECRETS, "secret", "Zeeduin") if text.encode() in sent] == []


def test_households_and_persons_have_numbers_in_the_order_of_their_ids():
    hidden = Pseudonyms([secret()]).hide(secret())
    # In order: secret-gone, secret-household, secret-other.
    assert [h.id for h in hidden.households] == ["H00002", "H00003"]
    first = hidden.households[0]
    assert [(p.id, p.household) for p in first.persons] == [
        ("H00002-01", "H00002"),
        ("H00002-02", "H00002"),
    ]
    assert hidden.decisions[0].household == hidden.points[0].household == "H00002"
    assert hidden.previous[0].household == "H00001"
    assert hidden.site_decisions[0].household == "H00003"


def test_who_needs_a_safe_place_still_does_and_nobody_reads_why():
    first, other = Pseudonyms([secret()]).hide(secret()).households
    assert first.needs == (Need.SAFE_PLACE,)
    assert other.needs == ()
    assert not any(p.lhbtiq for p in first.persons)


def test_what_only_shelter_looks_at_leaves_of_who_is_in_shelter_only():
    first, other = Pseudonyms([secret()]).hide(secret()).households
    assert (first.current_site, first.moved_in_on, first.earlier_moves) == (None, None, 0)
    assert first.persons[0].school_wijk is None
    assert (other.current_site, other.keep_with) == ("S1", "00001")
    assert other.persons[0].school_wijk == "W1"


def test_a_household_has_the_same_pseudonym_in_all_scenarios():
    """Else chance would fall otherwise for it in each, as that is drawn by id."""
    both = secret()
    second = both.model_copy(update={"households": both.households[1:], "decisions": ()})
    names = Pseudonyms([second, both])
    assert names.hide(second).households[0] == names.hide(both).households[1]
    assert names.back("H00003") == "secret-other"
    assert names.back("N003.01") == "N003.01"


def test_each_instance_is_made_once():
    one = Task("a", secret(), Future(), 1, 0)
    first, second, third = hide(
        [one, replace(one, replication=1), replace(one, instance=secret())],
        Pseudonyms([one.instance]),
    )
    assert first.instance is second.instance
    assert first.instance is not third.instance


# What is known of each thing: what leaves of it as it is, what leaves as a pseudonym or a number,
# and what stays here.  A field that is new stands in one of them.
LEAVES: dict[type[Frozen], tuple[str, str, str]] = {
    Person: (
        "birth_date gender role mobility ex_amv school_wijk",
        "id household",
        "lhbtiq",
    ),
    Household: (
        "group koppeling koppeldatum documents nareis_persons nareis_on preferred_wijken support"
        " needs urgency hold_until rent_limit_eur current_site moved_in_on earlier_moves"
        " arrives_on leaves_on",
        "id persons keep_with",
        "hold_reason",
    ),
    Decision: ("home decision", "household", "decided_on reason"),
    Points: ("home points", "household", "reason"),
    Previous: ("home", "household", ""),
    SiteDecision: ("site decision from_on", "household", "reason"),
    Wijk: (
        "code within draagkracht_persons placed_persons fair_share_persons shelter_persons_max"
        " shelter_fair_share_persons",
        "",
        "name draagkracht_source",
    ),
    Corporatie: ("id max_placements", "", "name"),
    Complex: ("id wijk max_persons placed_persons max_supported placed_supported", "", "name"),
    Site: (
        "id wijk opens_on closes_on extend_until max_persons max_moves_in step_free safe_place"
        " women_only care",
        "",
        "name",
    ),
    RoomGroup: ("site beds count wheelchair opens_on closes_on", "", ""),
    Taakstelling: ("from_on until persons backlog_persons realised_persons", "", ""),
}


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_of_every_field_it_is_decided_whether_it_leaves(kind):
    told = " ".join(LEAVES[kind]).split()
    assert sorted(told) == sorted(kind.model_fields)


def every(instance: Instance) -> dict[type[Frozen], list[Frozen]]:
    """Return all things of an instance by their type."""
    found: dict[type[Frozen], list[Frozen]] = {}
    for name in Instance.model_fields:
        rows = getattr(instance, name)
        for row in rows if isinstance(rows, tuple) else ():
            found.setdefault(type(row), []).append(row)
            for one in getattr(row, "persons", ()) if isinstance(row, Household) else ():
                found.setdefault(Person, []).append(one)
    return found


def test_what_leaves_of_the_sample_week_is_what_is_decided():
    instance = read_instance(ROOT / "instances" / "nijmegen").instance
    hidden = Pseudonyms([instance]).hide(instance)
    before, after = every(instance), every(hidden)
    only_shelter = set(LEAVES[Household][0].split()[-5:]) | {"school_wijk"}
    for kind, rows in before.items():
        if kind not in LEAVES:
            continue
        same, _, gone = (set(names.split()) for names in LEAVES[kind])
        for one, other in zip(rows, after[kind], strict=True):
            sheltered = getattr(one, "group", None) is Group.ONTHEEMDE
            for name in same - {"needs"} - (set() if sheltered else only_shelter):
                assert getattr(one, name) == getattr(other, name), (kind, name)
            for name in gone:
                assert not getattr(other, name), (kind, name)


@pytest.mark.parametrize("seed", range(12))
def test_the_best_plan_is_the_same_pair_by_pair(seed):
    instance = small_instance(seed)
    order = TierOrder(matching=tuple(t for t in instance.policy.tiers.matching if t != "lottery"))
    policy = instance.policy.model_copy(update={"tiers": order})
    instance = instance.model_copy(update={"policy": policy})
    names = Pseudonyms([instance])
    plan = match(instance, Settings(threads=1))
    hidden = match(names.hide(instance), Settings(threads=1))
    assert [(names.back(p.household), p.home) for p in hidden.proposals] == [
        (p.household, p.home) for p in plan.proposals
    ]
    values = [[(t.name, t.value) for t in p.tiers if t.name != "lottery"] for p in (plan, hidden)]
    assert values[0] == values[1]


@pytest.mark.parametrize("seed", range(4))
def test_the_relocation_plan_has_the_same_values(seed):
    instance = shelter_instance(seed)
    plan, hidden = (
        relocate(one, RelocationSettings(threads=1))
        for one in (instance, Pseudonyms([instance]).hide(instance))
    )
    assert [(t.name, t.value) for t in hidden.tiers] == [(t.name, t.value) for t in plan.tiers]
