"""Exit codes, and what stands on disk after each (interfaces.md)."""

from __future__ import annotations

import shutil

import pytest

from allocator import matching_run
from allocator.domain.choices import Gender
from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from tests.check.build import home, household, instance, lock
from tests.cli.build import FILES, contents, rows, written


def test_1_an_error_of_ours(call, golden, tmp_path, monkeypatch):
    def fails(*_):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(matching_run, "match", fails)
    called = call("match", golden, "--out", tmp_path / "plan")
    assert (called.code, called.out) == (1, "")
    assert called.err == (
        "Fout in het programma (ZeroDivisionError); er is niets geschreven. "
        "Zet PLAATSWIJS_TRACEBACK=1 voor de technische melding en geef die door.\n"
    )
    assert [f.name for f in tmp_path.iterdir()] == ["golden"]
    asked = call("match", golden, "--out", tmp_path / "plan", "--json")
    assert asked.document == {"exit": 1, "errors": [called.err.rstrip()]}
    monkeypatch.setenv("PLAATSWIJS_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError, match="secret detail"):
        call("match", golden, "--out", tmp_path / "plan")


def test_2_all_faults_together(call, golden, tmp_path):
    homes = (golden / "homes.csv").read_text().replace("sociale_huur", "kasteel")
    (golden / "homes.csv").write_text(homes)
    persons = (golden / "persons.csv").read_text().splitlines()
    (golden / "persons.csv").write_text("\n".join([*persons, persons[-1]]))
    (golden / "corporaties.csv").unlink()
    toml = (golden / "instance.toml").read_text().replace("2025-07-01", "31-02-2025", 1)
    (golden / "instance.toml").write_text(toml)
    called = call("match", golden, "--out", tmp_path / "plan")
    assert (called.code, called.out) == (2, "")
    lines = [line for line in called.err.splitlines() if not line.startswith("let op")]
    for place in ("homes.csv:2:kind: ", "corporaties.csv: ", "persons.csv:", "instance.toml:"):
        assert sum(line.startswith(place) for line in lines) >= 1, (place, lines)
    assert lines[-1] == f"{len(lines) - 1} fouten gevonden; er is niets geschreven."
    assert "Traceback" not in called.err
    assert [f.name for f in tmp_path.iterdir()] == ["golden"]
    asked = call("match", golden, "--out", tmp_path / "plan", "--json")
    assert asked.code == asked.document["exit"] == 2
    told = [
        f"{e['file']}:{e['row']}:{e['column']}: {e['message']}" for e in asked.document["errors"]
    ]
    assert [line.replace(":None:: ", ": ").replace(":: ", ": ") for line in told] == lines[:-1]


def test_2_an_instance_that_is_not_there(call, tmp_path):
    for command in (
        ("match", tmp_path / "no", "--out", tmp_path / "plan"),
        ("check", tmp_path / "no"),
    ):
        called = call(*command)
        assert called.code == 2
        assert str(tmp_path / "no") in called.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("a-file", "is geen map"),
        ("a-link", "is geen map"),
        ("golden", "die niet bij een plan horen (complexes.csv, corporaties.csv, decisions.csv)"),
        ("a-file/plan", "kan niet geschreven worden"),
        ("a-file/deeper/plan", "kan niet geschreven worden"),
        (".", "heeft geen eigen naam"),
        ("..", "heeft geen eigen naam"),
        ("/", "heeft geen eigen naam"),
    ],
)
def test_2_a_folder_that_cannot_be_used(call, golden, tmp_path, monkeypatch, out, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(matching_run, "match", None)  # said before any solve
    (tmp_path / "a-file").write_text("mine")
    (tmp_path / "a-link").symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.rglob("*"))
    called = call("match", "golden", "--out", out)
    assert called.code == 2
    assert said in called.err
    assert called.err.startswith(f"'{out}'" if "naam" in said else (out, f"In {out}"))
    assert sorted(tmp_path.rglob("*")) == before


def test_2_a_rejected_folder_in_use(call, golden, tmp_path):
    (tmp_path / "plan.rejected").mkdir()
    (tmp_path / "plan.rejected" / "notes.txt").write_text("mine")
    called = call("match", golden, "--out", tmp_path / "plan")
    assert called.code == 2
    assert "notes.txt" in called.err


MAN = {0: {"gender": Gender.M}}
CONTRADICTIONS = [
    (
        "draagkracht:noord",
        {"wijken": (Wijk(code="noord", name="Noord", draagkracht_persons=4, placed_persons=1),)},
        {"H2": "W2", "H3": "W3"},
        (5, 3),
        "de draagkracht van noord (5, hoogstens 3)",
    ),
    (
        "complex:C1",
        {"complexes": (Complex(id="C1", name="C", wijk="noord", max_persons=4),)},
        {"H2": "W2", "H3": "W3"},
        (5, 4),
        "het aantal personen in complex C1 (5, hoogstens 4)",
    ),
    (
        "supported:C1",
        {"complexes": (Complex(id="C1", name="C", wijk="noord", max_supported=1),)},
        {"H1": "W1", "H3": "W3"},
        (2, 1),
        "het aantal huishoudens met begeleiding in complex C1 (2, hoogstens 1)",
    ),
    (
        "corporatie:A",
        {"corporaties": (Corporatie(id="A", name="A", max_placements=2),)},
        {"H1": "W1", "H2": "W2", "H3": "W3"},
        (3, 2),
        "het aantal plaatsingen bij corporatie A (3, hoogstens 2)",
    ),
    (
        "guidance",
        {"policy": {"max_placements": 2}},
        {"H1": "W1", "H2": "W2", "H3": "W3"},
        (3, 2),
        "het aantal plaatsingen in deze ronde (3, hoogstens 2)",
    ),
    (
        "units:W1",
        {},
        {"H1": "W1", "H2": "W1"},
        (2, 1),
        "het aantal eenheden van woning W1 (2, hoogstens 1)",
    ),
    (
        "gender:W4",
        {},
        {"H1": "W4", "H4": "W4"},
        (2, 1),
        "de grens van één geslacht in woning W4 (2, hoogstens 1)",
    ),
]


@pytest.mark.parametrize(("limit", "given", "locks", "numbers", "said"), CONTRADICTIONS)
def test_3_locks_that_break_a_limit(call, tmp_path, limit, given, locks, numbers, said):
    people = [
        household("H1", 30, support="light"),
        household("H2", 30, 31),
        household("H3", 30, 31, 32, support="light"),
        household("H4", 30, people=MAN),
    ]
    homes = [home(f"W{n}", wijk="noord", complex="C1", bedrooms=3) for n in (1, 2, 3)]
    homes.append(home("W4", wijk="noord", sharing="same", max_persons=1, units=3))
    tables = {
        "wijken": (Wijk(code="noord", name="Noord"),),
        "complexes": (Complex(id="C1", name="C", wijk="noord"),),
        "corporaties": (Corporatie(id="A", name="A"),),
        "decisions": tuple(lock(h, w) for h, w in locks.items()),
        **given,
    }
    folder = written(instance(people, homes, **tables), tmp_path / "in")
    called = call("match", folder, "--out", tmp_path / "plan")
    assert (called.code, called.out) == (3, "")
    lines = called.err.splitlines()
    assert (
        lines[0] == f"Er bestaat geen plan: deze vastgelegde besluiten samen overschrijden {said}."
    )
    assert lines[1:-1] == [f"  vast: huishouden {h} in woning {w}" for h, w in locks.items()]
    assert lines[-1] == "Laat een van deze besluiten los, of verruim de grens."
    assert [f.name for f in tmp_path.iterdir()] == ["in"]
    asked = call("match", folder, "--out", tmp_path / "plan", "--json", "--lang", "en")
    assert asked.code == 3
    assert asked.document == {
        "exit": 3,
        "limit": limit,
        "locks": [{"household": h, "home": w} for h, w in locks.items()],
        "load": numbers[0],
        "capacity": numbers[1],
    }
    assert asked.err.startswith("No plan exists: these locks together break the ")


def test_3_is_a_plan_again_without_one_of_the_locks(call, tmp_path):
    people = [household("H1", 30), household("H2", 30)]
    for locks, code in ((("H1", "H2"), 3), (("H1",), 0), (("H2",), 0)):
        decisions = tuple(lock(h, "W1") for h in locks)
        given = instance(people, [home("W1")], decisions=decisions)
        folder = written(given, tmp_path / "-".join(locks))
        assert call("match", folder, "--out", tmp_path / "plan").code == code


@pytest.fixture
def broken_solve(monkeypatch):
    """Leave a proposal out of every plan, as a fault in the solve would."""
    right = matching_run.match

    def match(given, settings):
        from dataclasses import replace

        plan = right(given, settings)
        return replace(plan, proposals=plan.proposals[1:])

    monkeypatch.setattr(matching_run, "match", match)


def test_5_a_plan_of_ours_that_fails_its_check(call, golden, tmp_path, broken_solve):
    called = call("match", golden, "--out", tmp_path / "plan")
    assert (called.code, called.out) == (5, "")
    lines = called.err.splitlines()
    rejected = tmp_path / "plan.rejected"
    assert "figure: unplaced.csv: een rij voor H1 ontbreekt." in lines
    assert lines[-1] == (
        f"Het plan is door de controle afgekeurd; de bestanden staan in {rejected}."
    )
    assert sorted(contents(rejected)) == sorted(FILES)
    assert "H1" not in {row["household"] for row in rows(rejected / "proposals.csv")}
    assert sorted(f.name for f in tmp_path.iterdir()) == ["golden", "plan.rejected"]


def test_5_leaves_an_earlier_plan(call, golden, tmp_path, request):
    plan = tmp_path / "plan"
    assert call("match", golden, "--out", plan).code == 0
    before = contents(plan)
    request.getfixturevalue("broken_solve")
    for _ in range(2):  # an earlier rejected plan is replaced
        asked = call("match", golden, "--out", plan, "--json")
        assert asked.code == asked.document["exit"] == 5
        assert any("H1" in line for line in asked.document["errors"])
    assert contents(plan) == before
    assert call("check", golden, tmp_path / "plan.rejected").code == 5
    shutil.rmtree(tmp_path / "plan.rejected")
    assert sorted(f.name for f in tmp_path.iterdir()) == ["golden", "plan"]
