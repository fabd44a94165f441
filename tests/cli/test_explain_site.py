"""``allocator explain --site``: what is said of a relocation plan, and what cannot be asked."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from allocator.domain.policy import RELOCATION_TIERS
from tests.check.shelter.build import DAY, instance, ontheemde, rooms, site
from tests.cli.build import ended, written

CITY = instance(
    [
        ontheemde("H1", 30, 31, current_site="A"),
        ontheemde("H2", 30, people={0: {"gender": "m"}}),
        ontheemde("H3", 30, arrives_on=date(2026, 6, 1)),
        ontheemde("S1", 30, group="statushouder", koppeldatum=DAY),
    ],
    [site("A", closes_on=date(2025, 4, 30)), site("B"), site("C", women_only=True)],
    [rooms("A", 2), rooms("B", 2), rooms("C", 2)],
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make the plan of the instance, once."""
    folder = tmp_path_factory.mktemp("made")
    ended("relocate", written(CITY, folder / "in"), "--out", folder / "plan")
    return folder


@pytest.fixture
def planned(made, tmp_path):
    """Copies of the instance and of its plan: H1 goes from A to C, and H2 is in B."""
    return tuple(shutil.copytree(made / name, tmp_path / name) for name in ("in", "plan"))


def asked(call, planned, *options):
    called = call("explain", *planned, *options, "--json")
    assert called.code == 0, called.err
    return json.loads(called.out)


def nothing(**lost):
    return dict.fromkeys(RELOCATION_TIERS, 0) | lost


def test_a_household_in_a_site(call, planned):
    (one,) = asked(call, planned, "--household", "H2", "--site", "C")
    assert one == {
        "household": "H2",
        "site": "C",
        "status": "blocked",
        "blocked_by": ["WOMEN"],
        "loss": None,
        "exact": True,
    }


def test_every_site_for_a_household(call, planned):
    found = asked(call, planned, "--household", "H1")
    assert [(one["site"], one["status"], one["loss"]) for one in found] == [
        ("A", "proposed", nothing()),
        # in May: then H2 loses its place for a month, and H1 goes on to C in June
        ("B", "possible", nothing(unsheltered=1, moves=3, repeat=2)),
        ("C", "proposed", nothing()),
    ]
    assert all(one["exact"] for one in found)


def test_every_household_for_a_site(call, planned):
    found = asked(call, planned, "--site", "B")
    assert [(one["household"], one["status"]) for one in found] == [
        ("H1", "possible"),
        ("H2", "proposed"),
    ]


def test_in_words(call, planned):
    told = call("explain", *planned, "--household", "H1").out.splitlines()
    assert told[0] == (
        "Huishouden H1 (2 personen): A in april 2025; C van mei 2025 tot en met september 2025."
    )
    assert "A sluit" in told[1]
    assert told[3:] == [
        "A           zo staat het in het plan, in een of meer maanden",
        "C           zo staat het in het plan, in een of meer maanden",
        "B           mogelijk: 1 slechter voor 'Iedereen zonder plek', 3 slechter voor "
        "'Verhuizingen', 2 slechter voor 'Verhuizingen kort na een eerdere'",
    ]
    told = call("explain", *planned, "--site", "C").out.splitlines()
    assert told[0] == "Locatie C (C): in een of meer maanden van dit plan 1 huishouden, 2 personen."
    assert told[-1] == "H2          niet mogelijk: [WOMEN] alleen voor vrouwen"


def test_with_what_was_announced_and_what_slips(call, planned, tmp_path):
    folder, plan = planned
    other = tmp_path / "other"
    options = ("--slip", "A=+1", "--frozen", plan)
    assert call("relocate", folder, "--out", other, *options).code == 0
    found = asked(call, (folder, other), "--household", "H1")
    assert [one["status"] for one in found] == ["proposed", "possible", "proposed"]
    assert "announced" in found[0]["loss"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--household", "H9"), "Er is geen huishouden 'H9'"),
        (("--household", "H3"), "in geen enkele maand"),
        (("--household", "S1"), "is van een statushouder"),
        (("--site", "Z"), "Er is geen locatie 'Z'"),
        (("--household", "H1", "--home", "W1"), "is geen plan van een woningronde"),
        (("--site", "A", "--home", "W1"), "Stel één vraag tegelijk"),
        (("--site", "A", "--if", "lock H1 A"), "Stel één vraag tegelijk"),
        (("--household", "H1", "--site", "A", "--what-helps"), "Stel één vraag tegelijk"),
        (("--household", "H1", "--what-helps"), "is geen plan van een woningronde"),
    ],
)
def test_what_cannot_be_asked(call, planned, options, said):
    called = call("explain", *planned, *options)
    assert (called.code, called.out) == (2, "")
    assert said in called.err


def test_a_matching_plan_has_no_sites(call, planned, tmp_path):
    folder = planned[0]
    assert call("match", folder, "--out", tmp_path / "round").code == 0
    called = call("explain", folder, tmp_path / "round", "--site", "A")
    assert called.code == 2
    assert "is geen verhuisplan" in called.err


def test_a_plan_that_is_not_sound(call, planned):
    folder, plan = planned
    file = plan / "stays.csv"
    file.write_text(file.read_text().replace("H1,C", "H1,B"))
    called = call("explain", folder, plan, "--site", "A")
    assert called.code == 2
    assert "klopt niet" in called.err
