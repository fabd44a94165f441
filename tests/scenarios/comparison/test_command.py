"""``allocator scenario run`` and ``compare``: what they write and say, and what they refuse."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

from allocator.commands import scenario_comparing
from allocator.commands.scenario_sweeping import Sweeping
from allocator.reading.scenario import read_scenario, read_scenarios
from allocator.scenarios.comparison.run import FILES, Ask, run_comparison, tasks_of
from allocator.scenarios.comparison.shown import HEADLINE
from allocator.scenarios.numbers import described
from allocator.scenarios.policies import POLICIES
from allocator.scenarios.replication import Task, replicate
from allocator.scenarios.sweeping.pseudonyms import Pseudonyms
from allocator.texts import LANGUAGES, texts
from tests.cli.build import Called, rows
from tests.scenarios.calling import caller, summary
from tests.scenarios.comparison.build import ROOT, TINY, scenario

MORE = "[future.vacancies]\nfactor = 3\n"
RUNS = ("--replications", "3", "--processes", "1")
ONCE = ("--replications", "1", "--processes", "1")


@pytest.fixture
def call(capfd):
    return caller(capfd)


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[Path]:
    """Return the files of three scenarios: as it is, more homes, and a smaller wijk."""
    folder = tmp_path_factory.mktemp("scenarios")
    more = scenario(folder, "more")
    more.write_text(more.read_text("utf-8") + MORE, "utf-8")
    smaller = '[[change.wijken]]\ncode = "zuid"\ndraagkracht_persons = "-8"'
    return [scenario(folder, "base"), more, scenario(folder, "smaller", smaller)]


@pytest.fixture(scope="module")
def out(files, tmp_path_factory) -> Path:
    """Return the folder of a comparison."""
    target = tmp_path_factory.mktemp("compared") / "out"
    sweeping = Sweeping(replications=3, processes=1)
    run_comparison(TINY, files, target, Ask(3, 1, "matching", sweeping.sweep))
    return target


def test_everything_is_written_and_agrees(out, files):
    assert {file.name for file in out.iterdir()} == set(FILES)
    facts, figures = summary(out), rows(out / "figures.csv")
    assert facts["base"] == "base"
    assert [one["name"] for one in facts["scenarios"]] == ["base", "more", "smaller"]
    assert (facts["replications"], facts["seed"], facts["weeks"]) == (3, 1, 6)
    assert facts["scenarios"][0]["differences"] == {}
    table = {(row["scenario"], row["measure"], row["group"]): row for row in figures}
    assert len(table) == len(figures)
    changes = {
        (row["scenario"], row["measure"], row["group"]): row
        for row in rows(out / "differences.csv")
    }
    assert {scenario for scenario, *_ in changes} == {"more", "smaller"}
    for one in facts["scenarios"]:
        for measure, found in one["figures"].items():
            row = table[one["name"], measure, "all"]
            assert [float(row[part]) for part in ("mean", "low", "high")] == [
                found[part] for part in ("mean", "low", "high")
            ]
        for measure, found in one["differences"].items():
            row = changes[one["name"], measure, "all"]
            assert float(row["mean"]) == found["mean"]
            assert row["verdict"] == found["verdict"]
    for (name, measure, group), row in changes.items():
        mine, base = table[name, measure, group], table["base", measure, group]
        if row["n"] == mine["n"] == base["n"]:
            assert float(row["mean"]) == pytest.approx(
                float(mine["mean"]) - float(base["mean"]), abs=2e-4
            )
    more = next(one for one in facts["scenarios"] if one["name"] == "more")
    assert more["differences"]["housed_persons"]["mean"] > 0


def test_the_figures_are_those_of_the_replications(out, files):
    """The mean of three simulations that are run here, one by one."""
    found = {
        (row["measure"], row["group"]): float(row["mean"])
        for row in rows(out / "figures.csv")
        if row["scenario"] == "more" and row["n"] == "3"
    }
    reading = read_scenario(TINY, files[1])
    hidden = Pseudonyms([reading.instance]).hide(reading.instance)
    runs = [
        replicate(Task("more", hidden, reading.scenario.future, 1, number)) for number in range(3)
    ]
    for measure, group in [(name, "all") for name in HEADLINE] + [("task_left", "2025-06-30")]:
        values = [
            f.value for r in runs for f in r.figures if (f.measure, f.group) == (measure, group)
        ]
        if None not in values:
            assert found[measure, group] == pytest.approx(sum(values) / 3, abs=1e-4), measure
    assert found["housed_persons", "all"] > 0


def test_every_number_that_is_used_is_told(out, files):
    numbers = rows(out / "numbers.csv")
    for file in files:
        reading = read_scenario(TINY, file)
        every = [n.key for n in described(reading.scenario.future, reading.instance)]
        assert [row["key"] for row in numbers if row["scenario"] == reading.scenario.name] == [
            key for key in every if not key.startswith("shelter.")
        ]
    given = {(row["scenario"], row["key"]) for row in numbers if row["origin"] == "given"}
    assert ("more", "vacancies.factor") in given
    assert ("base", "vacancies.factor") not in given
    assert all(row["source"] for row in numbers if row["origin"] != "given")


def test_groups_that_are_small_are_nowhere(out):
    """Six households and a few that come: of no trait two groups of five."""
    groups = {row["group"] for row in rows(out / "figures.csv")}
    assert not any(group.startswith(("size=", "support=", "gender=")) for group in groups)
    assert "all" in groups
    page = (out / "report.html").read_text("utf-8")
    assert "Personen in het huishouden" in page.split("Niet getoond")[1]


def test_the_workbook_is_the_tables(out):
    book = openpyxl.load_workbook(io.BytesIO((out / "scenarios.xlsx").read_bytes()))
    assert book.sheetnames[1:] == ["figures", "differences", "gains", "numbers"]
    for name in book.sheetnames[1:]:
        written = rows(out / f"{name}.csv")
        sheet = list(book[name].iter_rows(values_only=True))
        assert list(sheet[0]) == list(written[0])
        assert len(sheet) == len(written) + 1
    means = [float(row["mean"]) for row in rows(out / "figures.csv")]
    assert [row[4] for row in list(book["figures"].iter_rows(values_only=True))[1:]] == means


def test_no_household_and_no_machine_is_in_what_is_written(out):
    for file in out.iterdir():
        if file.suffix in (".csv", ".json", ".html"):
            text = file.read_text("utf-8")
            assert not re.search(r"\b(H\d|N\d{3}\.)", text), file.name
            assert str(ROOT) not in text
            assert str(out.parent) not in text


def test_the_same_call_writes_the_same_on_more_processes(call, files, out, tmp_path):
    again = call(
        *("compare", TINY, *files, "--out", tmp_path / "two"),
        *("--replications", "3", "--processes", "2"),
    )
    assert again.code == 0
    for name in FILES:
        one, two = (out / name).read_bytes(), (tmp_path / "two" / name).read_bytes()
        if name == "summary.json":
            left, right = json.loads(one), json.loads(two)
            del left["seconds"], right["seconds"]
            assert left == right
        else:
            assert one == two, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_comparison(call, files, tmp_path, language):
    out = tmp_path / "out"
    called = call("compare", TINY, *files[:2], "--out", out, *RUNS, "--lang", language)
    assert called.code == 0
    page = (out / "report.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert re.findall(r'<h2 id="(\w+)">', page) == [
        *("brief", "task", "differences", "groups", "wijken", "gains", "scenarios", "numbers"),
        "limits",
    ]
    t = texts(language)
    assert t("report.scenario.not.people") in page
    assert "±" in called.out
    assert str(out) in called.out.splitlines()[-1]


def test_one_scenario_has_no_differences(call, files, tmp_path):
    out = tmp_path / "out"
    called = call("run", TINY, files[1], "--out", out, *RUNS)
    assert called.code == 0, called.err
    page = (out / "report.html").read_text("utf-8")
    assert not {"differences", "gains"} & set(re.findall(r'<h2 id="(\w+)">', page))
    assert "‘more’" in page
    assert rows(out / "differences.csv") == []
    assert len(rows(out / "figures.csv")) > 20


def test_without_a_file_it_is_the_instance_as_it_is(call, tmp_path):
    called = call("run", TINY, "--out", tmp_path / "out", *ONCE, "--json")
    assert called.code == 0
    assert called.document == summary(tmp_path / "out")
    (one,) = called.document["scenarios"]
    assert one["name"] == "Klein voorbeeld (verzonnen)"
    assert one["figures"]["housed_persons"]["low"] is None
    assert "één keer doorgerekend" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_once_says_nothing_of_differences(call, files, tmp_path):
    called = call("compare", TINY, *files[:2], "--out", tmp_path / "out", *ONCE)
    assert "één keer doorgerekend, dus over verschillen valt niets te zeggen" in called.out
    found = {row["verdict"] for row in rows(tmp_path / "out" / "differences.csv")}
    assert found == {"unknown"}


def test_a_scenario_that_changes_nothing_is_told(call, files, tmp_path):
    alike = scenario(tmp_path, "alike")
    called = call("compare", TINY, files[0], alike, "--out", tmp_path / "out", *RUNS)
    assert "al deze cijfers zijn precies gelijk" in called.out
    changes = rows(tmp_path / "out" / "differences.csv")
    assert {row["verdict"] for row in changes} == {"same"}


def test_a_store_is_gone_on_with(call, files, tmp_path):
    store = ("--store", tmp_path / "store")
    assert call("run", TINY, files[0], "--out", tmp_path / "out", *RUNS, *store).err == ""
    called = call("compare", TINY, *files[:2], "--out", tmp_path / "out", *RUNS, *store)
    assert called.err == "3 van de 6 herhalingen waren er al; die zijn niet opnieuw gedaan.\n"


def test_the_policy_is_that_of_the_plain_comparison(call, files, tmp_path):
    policy = ("--policy", "longest-waiting-first")
    called = call("run", TINY, files[0], "--out", tmp_path / "out", *RUNS, *policy)
    assert called.code == 0
    assert summary(tmp_path / "out")["policy"] == "longest-waiting-first"
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "Dit is niet de gewone wekelijkse ronde" in page


def test_all_scenarios_of_a_run_come_before_the_next(files):
    """So that a sweep that is broken off has whole runs to compare."""
    ask = Ask(2, 7, "longest-waiting-first", Sweeping().sweep)
    tasks = tasks_of(read_scenarios(TINY, files[:2]), ask)
    order = [("base", 0), ("more", 0), ("base", 1), ("more", 1)]
    assert [(task.scenario, task.replication) for task in tasks] == order
    assert {(task.seed, task.policy) for task in tasks} == {(7, "longest-waiting-first")}
    assert tasks[1].future.vacancies.factor == 3


def test_all_policies_may_be_asked_for():
    assert scenario_comparing.POLICIES == POLICIES


def refused(called: Called, out: Path) -> str:
    """Return what is said of a call that cannot be; nothing is written."""
    assert called.code == 2
    assert not out.exists()
    assert "Traceback" not in called.err
    return called.err


def test_two_of_one_name(call, files, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text('name = "base"\n[future]\nweeks = 6\n', "utf-8")
    out = tmp_path / "out"
    said = refused(call("compare", TINY, files[0], other, "--out", out), out)
    assert "Twee scenario's heten 'base'" in said


def test_not_as_long(call, files, tmp_path):
    out = tmp_path / "out"
    longer = scenario(tmp_path, "longer", weeks=7)
    said = refused(call("compare", TINY, files[0], longer, "--out", out, "--lang", "en"), out)
    assert "'base' runs for 6 weeks and 'longer' for 7" in said


def test_faults_of_all_files_together(call, tmp_path):
    one = scenario(tmp_path, "one", "[[remove.homes]]\nid = 'W9'")
    two = scenario(tmp_path, "two", "colour = 'red'")
    out = tmp_path / "out"
    said = refused(call("compare", TINY, one, two, "--out", out), out)
    assert re.search(r"one\.toml:\d+:", said)
    assert re.search(r"two\.toml:2:", said)


@pytest.mark.parametrize(
    ("arguments", "said_of_it"),
    [
        (("--policy", "lottery"), "--policy"),
        (("--replications", "0"), "--replications"),
        (("--processes", "0"), "--processes"),
        (("--tls-ca", "a.pem"), "--tls-ca"),
    ],
)
def test_options_that_cannot_be(call, files, tmp_path, arguments, said_of_it):
    out = tmp_path / "out"
    assert said_of_it in refused(call("run", TINY, files[0], "--out", out, *arguments), out)


def test_a_comparison_of_one(call, files, tmp_path):
    out = tmp_path / "out"
    assert "OTHER.toml" in refused(call("compare", TINY, files[0], "--out", out), out)


def test_a_folder_with_something_else(call, files, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    called = call("run", TINY, files[0], "--out", tmp_path / "out")
    assert called.code == 2
    assert "mine.txt" in called.err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine.txt"]
