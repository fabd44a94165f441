"""The cases in ``tests/cases/regels-*.yaml``, which anyone may add to."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from allocator.domain.choices import Gender
from allocator.domain.decision import Decision, Points
from allocator.domain.instance import Instance
from allocator.rules import measures
from allocator.rules.columns import columns
from allocator.rules.fit import fit
from allocator.rules.pair_rules import blocking_codes
from allocator.rules.rent import rent_amounts, rent_limit
from tests.rules import build, dutch

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['naam']}")
    for file in sorted((Path(__file__).parent.parent / "cases").glob("regels-*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    assert set(case) == {"naam", "datum", "invoer", "uitkomst"}
    assert outcome(instance_of(case)).items() >= case["uitkomst"].items()


def test_a_case_with_an_unknown_name_is_refused():
    with pytest.raises(KeyError):
        dutch.translate({"kleur": "rood"}, dutch.HOME)


def instance_of(case) -> Instance:
    """Return the instance of a case: one household, one home, and what it names besides."""
    given = dict(case["invoer"])
    asked = dict(given.pop("huishouden", {}))
    people = asked.pop("personen", [{}])
    persons = [
        build.person(i, day=case["datum"], **dutch.translate(one, dutch.PERSON))
        for i, one in enumerate(people, start=1)
    ]
    what = dutch.translate(asked, dutch.HOUSEHOLD)
    where = dutch.translate(given.pop("woning", {}), dutch.HOME)
    made = build.instance(
        [build.household(persons=persons, **{"koppeldatum": case["datum"], **what})],
        [build.home(**{"available_from": case["datum"], **where})],
        peildatum=case["datum"],
        policy=given.pop("beleid", {}),
        decisions=[
            Decision(household="H1", home="W1", decision=d) for d in given.pop("besluiten", [])
        ],
        points=[
            Points(household="H1", home="W1", points=n, reason="zaak")
            for n in given.pop("eigen punten", [])
        ],
    )
    assert not given, f"onbekend in invoer: {sorted(given)}"
    return made


def outcome(instance: Instance) -> dict[str, object]:
    """Return all that a case may ask about its household and home."""
    h, p, c = columns(instance)
    household = instance.households[0]
    limit = rent_limit(
        household, instance.peildatum, rent_amounts(instance.policy, instance.peildatum)
    )
    return {
        "geblokkeerd": list(blocking_codes(h, p, c, household=0, home=0)),
        "slaapkamers nodig": h.bedrooms_needed[0],
        "huurgrens": str(limit),
        "weken": h.weeks[0],
        "urgentie": measures.urgency(h, c)[0],
        "telt als": measures.counted_persons(h, c)[0],
        "verhuist nog eens": "ja" if measures.relocates(h, p, c)[0] else "nee",
        "passendheid": fit(h, p, c)[0],
        "plaatsen over": measures.spare_persons(h, p, c)[0],
        "geslacht hoofd": list(Gender)[h.gender[0]].value,
    }
