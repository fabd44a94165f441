"""``allocator relocate``: the files, what is said about them, exit codes, and the check."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from allocator import relocating_run
from allocator.domain.policy import RELOCATION_TIERS, Policy
from allocator.generate import generate
from allocator.reading import digest
from allocator.relocating import RelocationSettings, relocate
from tests.check.shelter.build import (
    DAY,
    MAN,
    instance,
    lock,
    ontheemde,
    refused,
    rooms,
    site,
)
from tests.check.shelter.golden import TIERS
from tests.check.shelter.golden import golden as golden_shelter
from tests.cli.build import contents, rows, summary, written
from tests.cli.test_order import as_folder, as_shuffled_folder, as_workbook
from tests.explain.shelter.random_shelter import instance_of

TABLES = ("stays.csv", "moves.csv", "occupancy.csv", "shortages.csv")
FILES = (*TABLES, "summary.json", "report.html", "plan.xlsx")


@cache
def village(seed, shelter, months=14):
    """Return a village with fewer months than it is made with, which takes less long."""
    given = generate("village", seed, shelter=shelter)
    return given.model_copy(update={"horizon_months": months})


def csv_files(folder):
    return {name: (folder / name).read_bytes() for name in TABLES}


def code_of(facts):
    """Return the exit code that goes with a summary."""
    return 0 if facts["status"] == "optimal" else 4


def solved(call, given, tmp_path, *options):
    """Write an instance, relocate it and check the plan; return the folder of the plan."""
    folder, plan = written(given, tmp_path / "in"), tmp_path / "plan"
    called = call("relocate", folder, "--out", plan, *options)
    assert called.code == code_of(summary(plan)), called.err
    checked = call("check", folder, plan)
    assert checked.code == 0, checked.out
    return plan


def values(plan):
    return {tier["name"]: tier["value"] for tier in summary(plan)["tiers"] if tier["value"]}


def cells(file, *columns):
    """Return some columns of a file."""
    return [tuple(row[column] for column in columns) for row in rows(file)]


def stays(plan):
    return cells(plan / "stays.csv", "household", "site", "from_month", "to_month")


# The files and what is said


def test_exactly_the_files(call, tmp_path):
    plan = solved(call, golden_shelter(), tmp_path)
    assert sorted(contents(plan)) == sorted(FILES)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["in", "plan"]
    facts = summary(plan, seconds=True)
    assert list(facts) == [
        *("name", "peildatum", "status", "tiers", "room_changes", "households", "persons"),
        *("moved_households", "moved_persons", "unsheltered_households", "deviations"),
        *("seconds", "solver", "version", "input_digest"),
    ]
    assert list(facts["seconds"]) == ["read", "eligibility", "solve", "explain", "write", "total"]
    assert facts["seconds"]["total"] >= max(facts["seconds"].values())
    # as in the plan worked out by hand, but that H1 leaves A before it is extended
    expected = {name: value for name, value in TIERS.items() if value and name != "extension"}
    assert values(plan) == expected
    assert [tier["name"] for tier in facts["tiers"]] == list(RELOCATION_TIERS)
    assert facts["room_changes"] == {"value": 0, "bound": 0}
    assert (facts["households"], facts["persons"], facts["deviations"]) == (4, 7, 1)
    assert (facts["moved_households"], facts["moved_persons"]) == (2, 5)
    assert facts["unsheltered_households"] == 3
    headings = {name: (plan / name).read_text().splitlines()[0].split(",") for name in TABLES}
    assert headings == {
        "stays.csv": ["household", "site", "rooms", "from_month", "to_month"],
        "moves.csv": [
            *("household", "persons", "month", "kind"),
            *("from_site", "to_site", "reason", "repeat", "why"),
        ],
        "occupancy.csv": ["site", "month", "persons", "beds", "share", "extended"],
        "shortages.csv": ["household", "from_month", "to_month", "persons", "reason", "why"],
    }


def test_what_is_said(call, tmp_path):
    folder, plan = written(golden_shelter(), tmp_path / "in"), tmp_path / "plan"
    called = call("relocate", folder, "--out", plan)
    lines = called.out.splitlines()
    assert (called.code, lines[0]) == (
        0,
        "Ontheemden: 4 huishoudens, 7 personen; "
        "3 huishoudens zijn een of meer maanden zonder plek.",
    )
    assert lines[1:3] == [
        "2 huishoudens verhuizen, 5 personen.",
        "Wisselingen van kamer (personen × maanden): 0.",
    ]
    assert lines[4:7] == [
        "doel                  waarde         beste  bewijs",
        "evictions                  0             0  bewezen",
        "vulnerable                 9             9  bewezen",
    ]
    said = r"Alle doelen zijn bewezen \(\d+(,\d)? s gerekend\); het plan is gecontroleerd\."
    assert re.fullmatch(said, lines[-2])
    assert lines[-1] == f"Geschreven: {plan}"
    english = call("relocate", folder, "--out", plan, "--lang", "en")
    assert english.out.splitlines()[1] == "2 households move, 5 persons."


def test_json_is_the_summary_and_nothing_else(call, tmp_path):
    folder, plan = written(golden_shelter(), tmp_path / "in"), tmp_path / "plan"
    called = call("relocate", folder, "--out", plan, "--json")
    assert called.code == 0
    assert called.document == summary(plan, seconds=True)
    assert called.out.rstrip("\n") == (plan / "summary.json").read_text("utf-8").rstrip("\n")


# Villages and small random instances: every plan passes its check


@pytest.mark.parametrize("shelter", ["enough", "short"])
@pytest.mark.parametrize("seed", [2, 3, 4, 6])
def test_villages(call, tmp_path, seed, shelter):
    plan = solved(call, village(seed, shelter), tmp_path)
    facts = summary(plan)
    assert facts["persons"] == 60
    assert len({row["household"] for row in rows(plan / "stays.csv")}) > 20
    assert facts["tiers"][0]["value"] == 0  # nobody is put out of a site that goes on


def test_a_village_as_it_is_generated(call, tmp_path):
    folder, plan = tmp_path / "in", tmp_path / "plan"
    assert call("generate", "--size", "village", "--seed", 4, folder).code == 0
    called = call("relocate", folder, "--out", plan, "--json")
    assert called.code == code_of(called.document)
    assert call("check", folder, plan).code == 0
    months = {row["month"] for row in rows(plan / "occupancy.csv")}
    assert len(months) == 24


@pytest.mark.parametrize("seed", [32, 33, 35, 36, 37, 38])
def test_random_instances(call, tmp_path, seed):
    solved(call, instance_of(seed), tmp_path)


# Small instances, every figure worked out by hand


def test_a_departure_and_an_arrival_in_the_middle(call, tmp_path):
    """H1 leaves within June, H2 comes within June: then the one room is for H1."""
    given = instance(
        [
            ontheemde("H1", 30, 31, current_site="A", leaves_on=date(2025, 6, 15)),
            ontheemde("H2", 30, 31, arrives_on=date(2025, 6, 20)),
        ],
        [site("A")],
        [rooms("A", 2)],
    )
    plan = solved(call, given, tmp_path)
    assert stays(plan) == [("H1", "A", "2025-04", "2025-06"), ("H2", "A", "2025-07", "2025-09")]
    assert cells(plan / "shortages.csv", "household", "from_month", "to_month", "reason") == [
        ("H2", "2025-06", "2025-06", "full")
    ]
    assert cells(plan / "moves.csv", "household", "month", "kind", "from_site", "to_site") == [
        ("H2", "2025-07", "entry", "", "A")
    ]
    assert values(plan) == {"unsheltered": 2}
    assert summary(plan)["moved_households"] == 0


def test_a_site_that_closes_with_extension(call, tmp_path):
    """H1 must stay in A in June, when it is extended, until B opens; C simply closes for H2."""
    given = instance(
        [ontheemde("H1", 30, 31, current_site="A"), ontheemde("H2", 30, current_site="C")],
        [
            site("A", closes_on=date(2025, 5, 31), extend_until=date(2025, 7, 31)),
            site("B", opens_on=date(2025, 7, 1)),
            site("C", closes_on=date(2025, 5, 31)),
            site("D", opens_on=date(2025, 6, 1)),
        ],
        [rooms("A", 2), rooms("B", 2), rooms("C", 1), rooms("D", 1)],
    )
    plan = solved(call, given, tmp_path)
    assert stays(plan) == [
        ("H1", "A", "2025-04", "2025-06"),
        ("H1", "B", "2025-07", "2025-09"),
        ("H2", "C", "2025-04", "2025-05"),
        ("H2", "D", "2025-06", "2025-09"),
    ]
    assert cells(plan / "moves.csv", "household", "month", "to_site", "reason") == [
        ("H1", "2025-07", "B", "other"),  # A is still extended in July
        ("H2", "2025-06", "D", "closes"),
    ]
    assert values(plan) == {"moves": 3, "extension": 2}
    extended = cells(plan / "occupancy.csv", "site", "month", "persons", "share", "extended")
    assert [row for row in extended if row[0] == "A"] == [
        ("A", "2025-04", "2", "1.0", "0"),
        ("A", "2025-05", "2", "1.0", "0"),
        ("A", "2025-06", "2", "1.0", "1"),
        ("A", "2025-07", "0", "0.0", "1"),
    ]


def test_care_women_koppeling_and_mobility(call, tmp_path):
    """Each has one site where it may be, or where the tiers want it."""
    given = instance(
        [
            ontheemde("H1", 30, support="intensive"),
            ontheemde("H2", 30, people={0: MAN}),
            ontheemde("H3", 30, koppeling="zuid"),
            ontheemde("H4", 30, people={0: {"mobility": "wheelchair"}}),
            ontheemde("H5", 30, people={0: {"mobility": "step_free"}}),
            ontheemde("H6", 30, 31, koppeling="zuid"),
        ],
        [
            site("A", care=True),
            site("B", women_only=True, step_free=True),
            site("C", wijk="zuid"),
            site("D"),
        ],
        [
            *(rooms("A", 1, 6), rooms("B", 1)),
            *(rooms("C", 1, 2), rooms("D", 1, 1, wheelchair=True)),
        ],
    )
    plan = solved(call, given, tmp_path)
    assert [row for row in stays(plan) if row[0] not in ("H2", "H3", "H6")] == [
        ("H1", "A", "2025-04", "2025-09"),
        ("H4", "D", "2025-04", "2025-09"),
        ("H5", "B", "2025-04", "2025-09"),
    ]
    # H2 and H3, one person each, or H6, of two, are without a place for 6 months
    assert values(plan) == {"unsheltered": 12}
    assert {row[1] for row in stays(plan) if row[0] in ("H2", "H3", "H6")} == {"C"}
    deviating = instance(
        [ontheemde("H1", 30, current_site="A", koppeling="noord", people={0: MAN})],
        [site("A", women_only=True, wijk="zuid"), site("B")],
        [rooms("A", 1), rooms("B", 1)],
    )
    shutil.rmtree(tmp_path / "in")
    plan = solved(call, deviating, tmp_path)
    assert stays(plan) == [("H1", "A", "2025-04", "2025-09")]
    assert summary(plan)["deviations"] == 1


def test_locks_and_refusals(call, tmp_path):
    """H2 is refused B from June, so it changes places with H1; H3 must go to C in July.

    Notice ends in June, and all rooms are for one: there is one plan.
    """
    given = instance(
        [ontheemde(f"H{i}", 30, current_site=s) for i, s in ((1, "A"), (2, "B"), (3, "D"))],
        [site("A"), site("B"), site("C", opens_on=date(2025, 7, 1)), site("D")],
        [rooms(name, 1) for name in "ABCD"],
        policy={"first_move_month": 2},
        site_decisions=(
            refused("H2", "B", date(2025, 6, 20)),
            lock("H3", "C", date(2025, 7, 31)),
            lock("H1", "B", date(2025, 9, 1)),
        ),
    )
    plan = solved(call, given, tmp_path)
    assert stays(plan) == [
        ("H1", "A", "2025-04", "2025-05"),
        ("H1", "B", "2025-06", "2025-09"),
        ("H2", "B", "2025-04", "2025-05"),
        ("H2", "A", "2025-06", "2025-09"),
        ("H3", "D", "2025-04", "2025-06"),
        ("H3", "C", "2025-07", "2025-09"),
    ]
    assert values(plan) == {"moves": 3}
    assert ("H2", "need") in cells(plan / "moves.csv", "household", "reason")


def test_shared_rooms_of_singles(call, tmp_path):
    """Three women share the room of three, two men that of two; H6 lives in the room of one.

    H7, of gender x, shares with nobody.
    """
    women = [ontheemde(f"H{i}", 20 + i) for i in (1, 2, 3)]
    men = [ontheemde(f"H{i}", 20 + i, people={0: MAN}) for i in (4, 5)]
    given = instance(
        [
            *women,
            *men,
            ontheemde("H6", 30, current_site="A", needs=["own_room"]),
            ontheemde("H7", 30, people={0: {"gender": "x"}}),
        ],
        [site("A")],
        [rooms("A", 1), rooms("A", 2), rooms("A", 3)],
    )
    plan = solved(call, given, tmp_path)
    assert dict(cells(plan / "stays.csv", "household", "rooms")) == {
        **{h.id: "A/3-01" for h in women},
        **{h.id: "A/2-01" for h in men},
        "H6": "A/1-01",
    }
    assert values(plan) == {"unsheltered": 6}
    assert cells(plan / "shortages.csv", "household", "reason") == [("H7", "full")]


def test_keep_with(call, tmp_path):
    """In A there is room for one household besides H3, in B for two."""
    given = instance(
        [
            ontheemde("H1", 30, 31, keep_with="family"),
            ontheemde("H2", 30, 31, keep_with="family"),
            ontheemde("H3", 30, 31, current_site="A"),
        ],
        [site("A"), site("B")],
        [rooms("A", 2, 2), rooms("B", 2, 2)],
    )
    plan = solved(call, given, tmp_path)
    assert {(row[0], row[1]) for row in stays(plan)} == {("H1", "B"), ("H2", "B"), ("H3", "A")}
    assert values(plan) == {}
    (tmp_path / "apart").mkdir()
    apart = given.model_copy(update={"rooms": (rooms("A", 2, 2), rooms("B", 2, 1))})
    assert values(solved(call, apart, tmp_path / "apart")) == {"together": 6}


CARE = instance(
    [ontheemde("H1", 30, current_site="A", support="intensive")],
    [site("A"), site("Z", care=True)],
    [rooms("A", 1), rooms("Z", 1)],
)


@pytest.mark.parametrize(
    ("policy", "order", "expected"),
    [
        # In A all the time: care 6, moves 0.  To Z in May, when notice is over: care 1, moves 1.
        ({}, ("moves", "care"), [(0, 0), (6, 6)]),
        ({"slack": {"moves": 1}}, ("moves", "care"), [(1, 0), (1, 1)]),
        ({"tolerance": {"care": 500}}, ("care", "moves"), [(6, 1), (0, 0)]),
    ],
)
def test_order_of_tiers_with_tolerance_and_slack(call, tmp_path, policy, order, expected):
    policy = Policy.model_validate({**policy, "tiers": {"relocation": order}})
    plan = solved(call, CARE.model_copy(update={"policy": policy}), tmp_path)
    tiers = summary(plan)["tiers"]
    rest = [name for name in RELOCATION_TIERS if name not in order]
    assert [tier["name"] for tier in tiers] == [*order, *rest]
    assert [(tier["value"], tier["best"]) for tier in tiers[:2]] == expected
    assert all(tier["best"] == tier["bound"] and tier["optimal"] is True for tier in tiers[:2])
    for tier in tiers[2:]:
        assert (tier["best"], tier["bound"], tier["optimal"]) == (None, None, None)


def test_without_sites(call, tmp_path):
    plan = solved(call, instance([ontheemde("H1", 30, 31)], [], []), tmp_path)
    assert cells(plan / "shortages.csv", "household", "to_month", "persons", "reason") == [
        ("H1", "2025-09", "2", "no_site")
    ]
    assert [rows(plan / name) for name in TABLES[:3]] == [[], [], []]
    assert values(plan) == {"unsheltered": 12}


def test_without_ontheemden_and_without_sites(call, tmp_path):
    someone = ontheemde("S1", 30, group="statushouder", koppeldatum=DAY)
    plan = solved(call, instance([someone], [], []), tmp_path)
    assert [rows(plan / name) for name in TABLES] == [[], [], [], []]
    assert (summary(plan)["households"], summary(plan)["persons"]) == (0, 0)


def test_without_ontheemden(call, tmp_path):
    someone = ontheemde("S1", 30, group="statushouder", koppeldatum=DAY)
    plan = solved(call, instance([someone], [site("A")], [rooms("A", 2)]), tmp_path)
    assert [row["persons"] for row in rows(plan / "occupancy.csv")] == ["0"] * 6


# Exit codes, and what stands on disk


@pytest.mark.parametrize("seed", [2, 6])
def test_4_no_time_at_all(call, tmp_path, seed):
    given = village(seed, "short")
    folder, plan = written(given, tmp_path / "in"), tmp_path / "plan"
    best = relocate(given, RelocationSettings()).tiers
    called = call("relocate", folder, "--out", plan, "--time-limit", 0)
    assert called.code == 4, called.err
    assert "Niet elk doel is bewezen" in called.out
    found = summary(plan)
    assert found["status"] == "feasible"
    before = True
    for tier, right in zip(found["tiers"], best, strict=True):
        assert tier["bound"] <= tier["best"] == tier["value"]
        assert tier["optimal"] == (tier["bound"] == tier["best"])
        if before and right.optimal:  # the tiers before are held alike
            assert tier["bound"] <= right.best <= tier["best"]
        before = before and tier["optimal"]
    assert not before
    assert call("check", folder, plan).code == 0


def test_2_all_faults_together(call, tmp_path):
    folder = written(golden_shelter(), tmp_path / "in")
    sites = (folder / "sites.csv").read_text().replace("2025-06-30", "31-02-2025", 1)
    (folder / "sites.csv").write_text(sites)
    with (folder / "rooms.csv").open("a") as more:
        heading = (folder / "rooms.csv").read_text().splitlines()[0].replace(";", ",").split(",")
        row = {"site": "nowhere", "beds": "2", "count": "1"}
        separator = ";" if ";" in (folder / "rooms.csv").read_text() else ","
        more.write(separator.join(row.get(name, "") for name in heading) + "\n")
    toml = (folder / "instance.toml").read_text().replace("2025-04-10", "10 april", 1)
    (folder / "instance.toml").write_text(toml)
    called = call("relocate", folder, "--out", tmp_path / "plan")
    assert (called.code, called.out) == (2, "")
    lines = [line for line in called.err.splitlines() if not line.startswith("let op")]
    for place in ("sites.csv:2:closes_on: ", "rooms.csv:7:site: ", "instance.toml:"):
        assert sum(line.startswith(place) for line in lines) == 1, (place, lines)
    assert lines[-1] == f"{len(lines) - 1} fouten gevonden; er is niets geschreven."
    assert [f.name for f in tmp_path.iterdir()] == ["in"]
    asked = call("relocate", folder, "--out", tmp_path / "plan", "--json")
    assert asked.code == asked.document["exit"] == 2
    assert len(asked.document["errors"]) == len(lines) - 1


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("a-file", "is geen map"),
        ("in", "die niet bij een plan horen"),
        ("a-file/plan", "kan niet geschreven worden"),
        (".", "heeft geen eigen naam"),
        ("plan", "notes.txt"),  # plan.rejected is in use
    ],
)
def test_2_a_folder_that_cannot_be_used(call, tmp_path, monkeypatch, out, said):
    written(golden_shelter(), tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(relocating_run, "relocate", None)  # said before any solve
    (tmp_path / "a-file").write_text("mine")
    if out == "plan":
        (tmp_path / "plan.rejected").mkdir()
        (tmp_path / "plan.rejected" / "notes.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    called = call("relocate", "in", "--out", out)
    assert (called.code, called.out) == (2, "")
    assert said in called.err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--time-limit", "-1"), "--time-limit"),
        (("--threads", "0"), "--threads"),
        (("--seed", "1"), "--seed"),
        ((), "--out"),
    ],
)
def test_2_a_wrong_call(call, tmp_path, options, said):
    folder = written(golden_shelter(), tmp_path / "in")
    out = ("--out", tmp_path / "plan") if options else ()
    called = call("relocate", folder, *out, *options)
    assert (called.code, called.out) == (2, "")
    assert said in called.err
    assert [f.name for f in tmp_path.iterdir()] == ["in"]


def contradicting():
    """Return an instance in which H1 and H2 do not fit together, and H3 is locked well."""
    return instance(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32), ontheemde("H3", 30)],
        [site("A", max_persons=4), site("B")],
        [rooms("A", 3, 2), rooms("B", 1)],
        site_decisions=(lock("H1", "A"), lock("H2", "A"), lock("H3", "B")),
    )


def test_3_locks_that_contradict(call, tmp_path):
    folder = written(contradicting(), tmp_path / "in")
    called = call("relocate", folder, "--out", tmp_path / "plan")
    assert (called.code, called.out) == (3, "")
    assert called.err.splitlines() == [
        "Er bestaat geen plan: deze vastgelegde besluiten kunnen niet, of niet samen. "
        "Wat in de weg staat: het grootste aantal personen in A.",
        "  vast: huishouden H1 in locatie A",
        "  vast: huishouden H2 in locatie A",
        "Laat een van deze besluiten los, of verruim de grens.",
    ]
    asked = call("relocate", folder, "--out", tmp_path / "plan", "--json", "--lang", "en")
    assert asked.code == 3
    assert asked.document == {
        "exit": 3,
        "limits": ["max_persons:A"],
        "locks": [{"household": "H1", "site": "A"}, {"household": "H2", "site": "A"}],
    }
    assert asked.err.startswith("No plan exists: these locks cannot be, or not together.")
    assert [f.name for f in tmp_path.iterdir()] == ["in"]


def test_3_leaves_an_earlier_plan(call, tmp_path):
    plan = solved(call, golden_shelter(), tmp_path)
    before = contents(plan)
    folder = written(contradicting(), tmp_path / "other")
    assert call("relocate", folder, "--out", plan).code == 3
    assert contents(plan) == before


def test_1_stopped_before_there_was_a_plan(call, tmp_path):
    folder = written(contradicting(), tmp_path / "in")
    called = call("relocate", folder, "--out", tmp_path / "plan", "--time-limit", 0)
    assert (called.code, called.out) == (1, "")
    assert "Fout in het programma" not in called.err
    assert [f.name for f in tmp_path.iterdir()] == ["in"]


def test_1_an_error_of_ours(call, tmp_path, monkeypatch):
    def fails(*_):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(relocating_run, "relocate", fails)
    folder = written(golden_shelter(), tmp_path / "in")
    called = call("relocate", folder, "--out", tmp_path / "plan")
    assert (called.code, called.out) == (1, "")
    assert called.err.startswith("Fout in het programma (ZeroDivisionError)")
    assert "secret" not in called.err
    assert [f.name for f in tmp_path.iterdir()] == ["in"]


def test_5_a_plan_of_ours_that_fails_its_check(call, tmp_path, monkeypatch):
    plan = solved(call, golden_shelter(), tmp_path)
    before = contents(plan)

    def wrong(given, settings):
        right = relocate(given, settings)
        return replace(right, stays=right.stays[:-1])

    monkeypatch.setattr(relocating_run, "relocate", wrong)
    called = call("relocate", tmp_path / "in", "--out", plan)
    assert (called.code, called.out) == (5, "")
    rejected = tmp_path / "plan.rejected"
    assert called.err.splitlines()[-1] == (
        f"Het plan is door de controle afgekeurd; de bestanden staan in {rejected}."
    )
    assert sorted(contents(rejected)) == sorted(FILES)
    assert contents(plan) == before
    assert call("check", tmp_path / "in", rejected).code == 5
    assert call("check", tmp_path / "in", plan).code == 0


def test_an_earlier_plan_is_replaced(call, tmp_path):
    plan = solved(call, golden_shelter(), tmp_path)
    (plan / "proposals.csv").write_text("left of a matching round")
    (tmp_path / "other").mkdir()
    folder = written(CARE, tmp_path / "other" / "in")
    assert call("relocate", folder, "--out", plan).code == 0
    assert sorted(contents(plan)) == sorted(FILES)
    assert summary(plan)["input_digest"] == digest(CARE)
    assert {row["household"] for row in rows(plan / "stays.csv")} == {"H1"}


# The same plan, whatever the order of rows, the form of the files and the threads

FORMS = [
    (as_workbook, {"dutch": True}, ()),
    (as_shuffled_folder, {"dutch": True, "separator": ","}, ("--threads", 2)),
    (as_shuffled_folder, {}, ("--threads", 1)),
]


@pytest.mark.parametrize("name", ["village", "golden", "33", "36"])
def test_the_same_plan_byte_for_byte(call, tmp_path, name):
    if name == "village":
        given = village(3, "short")
    else:
        given = golden_shelter() if name == "golden" else instance_of(int(name))
    folder = as_folder(given, tmp_path / "in")
    assert call("relocate", folder, "--out", tmp_path / "plan").code in (0, 4)
    expected, facts = csv_files(tmp_path / "plan"), summary(tmp_path / "plan")
    for number, (write, how, options) in enumerate(FORMS):
        place = write(given, tmp_path / f"in{number}", **how)
        plan = tmp_path / f"plan{number}"
        assert call("relocate", place, "--out", plan, *options).code == code_of(facts)
        assert csv_files(plan) == expected, (write, how, options)
        assert summary(plan) == facts, (write, how, options)


def test_the_language_changes_only_the_sentences(call, tmp_path):
    folder = written(golden_shelter(), tmp_path / "in")
    found = []
    for language in ("nl", "en"):
        plan = tmp_path / language
        assert call("relocate", folder, "--out", plan, "--lang", language).code == 0
        every = {name: rows(plan / name) for name in TABLES}
        why = {row.pop("why") for table in every.values() for row in table if "why" in row}
        found.append((every, summary(plan), why))
    assert found[0][:2] == found[1][:2]
    assert not found[0][2] & found[1][2]
