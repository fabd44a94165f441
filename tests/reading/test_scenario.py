"""What each part of a scenario file does to an instance, by hand."""

from __future__ import annotations

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from allocator.domain.choices import HomeKind
from allocator.domain.future import Future
from allocator.domain.home import Home
from allocator.domain.instance import Instance
from allocator.domain.site import Site
from allocator.domain.wijk import Wijk
from allocator.reading import digest, write_folder, write_workbook
from allocator.reading.scenario import read_scenario, read_scenarios
from tests.reading.laid import read, scenario
from tests.reading.small import Files
from tests.reading.strategies import instances


def home(instance: Instance, id_: str) -> Home:
    return next(one for one in instance.homes if one.id == id_)


def wijk(instance: Instance, code: str) -> Wijk:
    return next(one for one in instance.wijken if one.code == code)


def site(instance: Instance, id_: str) -> Site:
    return next(one for one in instance.sites if one.id == id_)


def same_but(one: Instance, other: Instance, *tables: str) -> bool:
    """Whether only these tables differ, and all of them do."""
    return {k for k, v in one.__dict__.items() if v != other.__dict__[k]} == set(tables)


def test_no_scenario_changes_nothing(files: Files) -> None:
    reading = read_scenario(files.write())
    assert reading.instance == reading.base == files.read().instance
    assert (reading.scenario.name, reading.scenario.future) == ("Testdorp", Future())


def test_a_name_is_by_default_that_of_the_file(files: Files) -> None:
    assert read(files, "").scenario.name == "scenario"
    reading = read(files, 'Naam = "Later"\ntoelichting = """\nTwee\nregels"""')
    assert (reading.scenario.name, reading.scenario.note) == ("Later", "Twee\nregels")


def test_settings_are_replaced_and_the_others_stay(files: Files) -> None:
    text = """
[instance]
horizon_days = 14
lottery_seed = 8
[policy]
priority_mode = "rooms_only"
[policy.fit]
ties = 41
[policy.tiers]
matching = ["fit", "waiting"]
[policy.tolerance]
waiting = 0.5
"""
    reading = read(files, text)
    now = reading.instance
    assert same_but(now, reading.base, "horizon_days", "lottery_seed", "policy")
    assert (now.horizon_days, now.lottery_seed, now.horizon_months) == (14, 8, 24)
    assert (now.policy.priority_mode, now.policy.spare_bedrooms) == ("rooms_only", 2)
    assert (now.policy.fit.ties, now.policy.fit.exact) == (41, 10)
    assert now.policy.tiers.matching == ("fit", "waiting")
    assert now.policy.tolerance == {"waiting": Decimal("0.5")}


@pytest.mark.parametrize(
    ("factor", "persons"),
    [
        ("1.25", 50),
        ("0", 0),
        ("1.0125", 41),  # 40.5, a half goes up
        ("1.0124", 40),  # 40.496
    ],
)
def test_a_factor_on_the_taakstelling(files: Files, factor: str, persons: int) -> None:
    reading = read(files, f"[taakstelling]\nfactor = {factor}")
    (task,) = reading.instance.taakstelling
    assert (task.persons, task.backlog_persons, task.until) == (persons, 0, date(2025, 6, 30))


def test_one_half_year_of_the_taakstelling(files: Files) -> None:
    files.add(
        "instance.toml",
        "[[taakstelling]]\nfrom = 2025-07-01\nuntil = 2025-12-31\npersons = 30",
    )
    text = "[[taakstelling]]\nvan = 2025-07-01\npersonen = '+15%'\nbacklog_persons = -3"
    first, second = read(files, text).instance.taakstelling
    assert (first.persons, first.backlog_persons) == (40, 0)
    assert (second.persons, second.backlog_persons) == (35, -3)  # 34.5


ADDED = """
[[add.wijken]]
code = "west"
naam = "West"
binnen = "stad"
[[add.complexes]]
id = "hof"
name = "Hof"
wijk = "west"
[[add.homes]]
id = "w3"
corporatie = "talis"
wijk = "west"
complex = "hof"
soort = "doorstroom"
slaapkamers = 0
max_persons = 1
rent_eur = 431.5
beschikbaar_vanaf = "1-9-2025"
[[add.sites]]
id = "kerk"
name = "Kerk"
wijk = "west"
opens_on = 2025-08-01
[[add.rooms]]
site = "kerk"
beds = 4
count = 3
[[add.corporaties]]
id = "portaal"
name = "Portaal"
"""


def test_rows_are_added_with_the_usual_defaults(files: Files) -> None:
    reading = read(files, ADDED)
    now = reading.instance
    assert same_but(
        now, reading.base, "wijken", "complexes", "homes", "sites", "rooms", "corporaties"
    )
    assert home(now, "w3") == Home.model_validate(
        {
            "id": "w3",
            "corporatie": "talis",
            "wijk": "west",
            "complex": "hof",
            "kind": "doorstroom",
            "bedrooms": 0,
            "max_persons": 1,
            "rent_eur": Decimal("431.5"),
            "available_from": date(2025, 9, 1),
        }
    )
    assert [c.id for c in now.corporaties] == ["portaal", "talis"]
    assert wijk(now, "west").within == "stad"
    assert [(r.site, r.count) for r in now.rooms] == [("bloem", 10), ("kerk", 3)]


def test_tables_that_the_instance_lacks_can_be_added_to(files: Files) -> None:
    files.texts = {k: v for k, v in files.texts.items() if k not in ("sites.csv", "rooms.csv")}
    files.texts["site_decisions.csv"] = "household;site;decision\n"
    files.replace("households.csv", ";bloem;2024-06-01;;", ";;;;")
    assert [s.id for s in read(files, ADDED).instance.sites] == ["kerk"]


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ("15", 15),
        ("'+20%'", 14),  # 14.4
        ("'+37,5%'", 17),  # 16.5, a half goes up
        ("'-12.5%'", 11),  # 10.5
        ("'-12.6%'", 10),  # 10.488
        ("'-3'", 9),
        ("'+5'", 17),
        ("'-13'", 0),
        ("'\u2212 1'", 11),
        ("''", None),
    ],
)
def test_a_cell_becomes_a_value_or_changes_by_so_much(
    files: Files, change: str, value: int | None
) -> None:
    text = f"[[change.wijken]]\ncode = 'noord'\ndraagkracht = {change}"
    reading = read(files, text)
    assert wijk(reading.base, "noord").draagkracht_persons == 12
    assert wijk(reading.instance, "noord").draagkracht_persons == value
    assert same_but(reading.instance, reading.base, "wijken")
    assert reading.warnings == ()


def test_no_cell_of_another_row_changes(files: Files) -> None:
    reading = read(files, "[[change.homes]]\nid = 'w2'\nkind = 'flexwoning'\nmax_persons = 6")
    assert home(reading.instance, "w1") == home(reading.base, "w1")
    changed = {"kind": HomeKind.FLEXWONING, "max_persons": 6}
    assert home(reading.instance, "w2") == home(reading.base, "w2").model_copy(update=changed)


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        ("id = 'w1'", ["w1"]),
        ("id = ['w1', 'w2']", ["w1", "w2"]),
        ("where = {complex = 'ndw21'}", ["w1"]),
        ("where = {complex = ''}", ["w2"]),
        ("waar = {soort = ['flexwoning', 'sociale huur'], wijk = 'zuid'}", ["w2"]),
        ("where = {}", ["w1", "w2"]),
        ("id = ['w1', 'w2']\nwhere.bedrooms = 3", ["w2"]),
        ("where = {available_from = 2025-04-01, rent_eur = '650,50'}", ["w1"]),
    ],
)
def test_rows_are_chosen(files: Files, chosen: str, ids: list[str]) -> None:
    now = read(files, f"[[change.homes]]\nunits = 7\n{chosen}").instance
    assert [h.id for h in now.homes if h.units == 7] == ids


def test_rooms_are_chosen_by_what_they_are(files: Files) -> None:
    files.add("rooms.csv", "bloem;4;2;;")
    text = "[[change.rooms]]\nwhere = {site = 'bloem', beds = 2}\ncount = '+10%'"
    assert [(r.beds, r.count) for r in read(files, text).instance.rooms] == [(2, 11), (4, 2)]


def test_changes_follow_each_other(files: Files) -> None:
    text = "".join(
        f"[[change.wijken]]\ncode = 'noord'\ndraagkracht_persons = '{change}'\n"
        for change in ("+50%", "+1")
    )
    assert wijk(read(files, text).instance, "noord").draagkracht_persons == 19  # 12 → 18 → 19


def test_a_more_or_less_of_nothing_is_nothing_and_odd(files: Files) -> None:
    text = "[[change.wijken]]\nwhere = {}\ndraagkracht_persons = '+50%'"
    reading = read(files, text)
    assert [w.draagkracht_persons for w in reading.instance.wijken] == [18, None, None]
    assert [(w.row, w.column, dict(w.values)["found"]) for w in reading.warnings] == [
        (3, "change.wijken.draagkracht_persons", "stad"),
        (3, "change.wijken.draagkracht_persons", "zuid"),
    ]


def test_a_home_that_goes_is_as_one_that_was_let(files: Files) -> None:
    files.texts["decisions.csv"] = files.texts["decisions.csv"].replace(
        "h1;w1;lock;2025-03-31;aanbod aanvaard\n", ""
    )
    reading = read(files, "[[remove.homes]]\nwhere = {complex = 'ndw21'}")
    now = reading.instance
    assert [h.id for h in now.homes] == ["w2"]
    assert (now.decisions, now.previous, len(now.points)) == ((), (), 1)
    assert len(reading.base.decisions) == len(reading.base.previous) == 1
    assert [(w.file, w.row, w.message) for w in reading.warnings] == [
        ("decisions.csv", 2, "reading.gone"),
        ("previous.csv", 2, "reading.gone"),
    ]


def test_what_lies_in_what_goes_may_go_with_it(files: Files) -> None:
    files.texts["households.csv"] = files.texts["households.csv"].replace("noord|zuid", "zuid")
    del files.texts["decisions.csv"], files.texts["previous.csv"]
    text = """
[[remove.wijken]]
code = "noord"
[[remove.complexes]]
id = "ndw21"
[[remove.homes]]
id = "w1"
"""
    now = read(files, text).instance
    assert ([w.code for w in now.wijken], now.complexes) == (["stad", "zuid"], ())
    text = text.replace('code = "noord"', 'code = ["noord", "stad"]')
    text += '[[change.wijken]]\ncode = "zuid"\nwithin = ""\n'
    assert [w.code for w in read(files, text).instance.wijken] == ["zuid"]


def test_a_site_goes_with_its_rooms(files: Files) -> None:
    files.add("sites.csv", "leeg;Leeg;zuid;;;", "vol;Vol;zuid;;;")
    files.add("rooms.csv", "leeg;2;3;;", "vol;2;4;;", "leeg;1;5;;")
    now = read(files, "[[remove.sites]]\nid = 'leeg'").instance
    assert [(r.site, r.count) for r in now.rooms] == [("bloem", 10), ("vol", 4)]


SHIFTS = [
    ("months = 6", date(2025, 10, 1), date(2027, 10, 1)),
    ("maanden = -1", date(2025, 3, 1), date(2027, 3, 1)),
    ("weeks = 2", date(2025, 4, 15), date(2027, 4, 15)),
    ("days = 30", date(2025, 5, 1), date(2027, 5, 1)),
    ("to = 2025-04-11", date(2025, 4, 11), date(2027, 4, 11)),
]


@pytest.mark.parametrize(("by", "first", "last"), SHIFTS)
@pytest.mark.parametrize(
    "what", ["homes = 'w1'", "complex = ['ndw21']", "woningen = {kind = 'flexwoning'}"]
)
def test_homes_come_and_go_later(files: Files, what: str, by: str, first: date, last: date) -> None:
    reading = read(files, f"[[shift]]\n{what}\n{by}")
    moved = home(reading.instance, "w1")
    assert (moved.available_from, moved.available_until) == (first, last)
    assert home(reading.instance, "w2") == home(reading.base, "w2")


def test_a_home_in_two_ways_is_moved_once_and_one_without_end_stays_without(files: Files) -> None:
    now = read(files, "[[shift]]\ncomplex = 'ndw21'\nhomes = ['w1', 'w2']\ndays = 1").instance
    assert home(now, "w1").available_from == date(2025, 4, 2)
    assert (home(now, "w2").available_from, home(now, "w2").available_until) == (
        date(2025, 5, 2),
        None,
    )


def test_the_last_of_a_month_stays_the_last(files: Files) -> None:
    files.replace("homes.csv", "2025-05-01", "2025-04-30")
    now = read(files, "[[shift]]\nhomes = 'w2'\nmonths = 1").instance
    assert home(now, "w2").available_from == date(2025, 5, 31)


def test_an_open_site_closes_later_with_its_rooms(files: Files) -> None:
    files.add("rooms.csv", "bloem;4;2;;2025-12-01")
    now = read(files, "[[shift]]\nsites = 'bloem'\nmonths = 2").instance
    assert site(now, "bloem").closes_on == date(2026, 3, 1)
    assert site(now, "bloem").extend_until == date(2026, 7, 1)
    assert [r.closes_on for r in now.rooms] == [None, date(2026, 2, 1)]
    now = read(files, "[[shift]]\nsites = 'bloem'\nto = 2026-07-01").instance
    assert (site(now, "bloem").closes_on, site(now, "bloem").extend_until) == (
        date(2026, 7, 1),
        None,
    )
    # 2026-01-01 to 2026-07-01 is 181 days, and so is 2025-12-01 to 2026-05-31
    assert now.rooms[1].closes_on == date(2026, 5, 31)


@pytest.mark.parametrize("by", ["weeks = 1", "to = 2025-09-08"])
def test_a_site_to_come_opens_later_and_closes_when_it_did(files: Files, by: str) -> None:
    files.add("sites.csv", "kerk;Kerk;zuid;2025-09-01;2026-09-01;")
    files.add("rooms.csv", "kerk;2;3;2025-10-01;")
    now = read(files, f"[[shift]]\nlocaties = {{name = 'Kerk'}}\n{by}").instance
    assert site(now, "kerk").opens_on == date(2025, 9, 8)
    assert site(now, "kerk").closes_on == date(2026, 9, 1)
    assert [r.opens_on for r in now.rooms] == [None, date(2025, 10, 8)]


@pytest.mark.parametrize("by", ["months = 0", "days = 0", "to = 2026-01-01"])
def test_a_site_that_does_not_move_stays_as_it_is(files: Files, by: str) -> None:
    reading = read(files, f"[[shift]]\nsites = 'bloem'\n{by}")
    assert reading.instance == reading.base


CONVERTED = """
[[convert]]
site = "bloem"
on = 2025-11-01
[[convert.homes]]
id = "b1"
corporatie = "talis"
kind = "flexwoning"
bedrooms = 1
max_persons = 2
units = 9
[[convert.homes]]
id = "b2"
corporatie = "talis"
wijk = "noord"
kind = "flexwoning"
bedrooms = 2
max_persons = 4
available_from = 2025-12-01
"""


def test_a_site_becomes_homes(files: Files) -> None:
    files.add("rooms.csv", "bloem;4;2;;2025-12-01", "bloem;6;1;;2025-07-01")
    now = read(files, CONVERTED).instance
    last = date(2025, 10, 31)
    assert (site(now, "bloem").closes_on, site(now, "bloem").extend_until) == (last, None)
    assert [r.closes_on for r in now.rooms] == [None, last, date(2025, 7, 1)]
    first, second = home(now, "b1"), home(now, "b2")
    assert (first.wijk, first.available_from, first.units) == ("zuid", date(2025, 11, 1), 9)
    assert (second.wijk, second.available_from) == ("noord", date(2025, 12, 1))


def test_a_site_that_closes_before_keeps_its_day(files: Files) -> None:
    # It closes on 2026-01-01, and could be stretched until 2026-07-01.
    later = CONVERTED.replace("2025-11-01", "2026-05-01")
    now = site(read(files, later).instance, "bloem")
    assert (now.closes_on, now.extend_until) == (date(2026, 1, 1), date(2026, 4, 30))


def test_the_order_in_the_file_does_not_matter(files: Files) -> None:
    text = """
[[shift]]
homes = "w1"
days = 1
[[change.homes]]
id = ["w1", "w9"]
available_from = 2025-06-01
[[remove.homes]]
id = "w2"
[[add.homes]]
id = "w9"
corporatie = "talis"
wijk = "zuid"
kind = "flexwoning"
bedrooms = 1
max_persons = 1
available_from = 2025-05-05
"""
    now = read(files, text).instance
    assert [(h.id, h.available_from) for h in now.homes] == [
        ("w1", date(2025, 6, 2)),
        ("w9", date(2025, 6, 1)),
    ]


def test_each_scenario_begins_with_the_instance_as_it_is(files: Files, tmp_path: Path) -> None:
    files.write()
    (tmp_path / "a.toml").write_text("[[change.wijken]]\ncode='noord'\ndraagkracht_persons='+1'")
    (tmp_path / "b.toml").write_text("[[change.wijken]]\ncode='noord'\ndraagkracht_persons='+5'")
    paths = [tmp_path / "a.toml", None, tmp_path / "b.toml"]
    read = read_scenarios(files.folder, paths)
    assert [wijk(r.instance, "noord").draagkracht_persons for r in read] == [13, 12, 17]
    assert {wijk(r.base, "noord").draagkracht_persons for r in read} == {12}
    assert [r.scenario.name for r in read] == ["a", "Testdorp", "b"]


def test_a_workbook_can_be_changed_too(files: Files, tmp_path: Path) -> None:
    book = tmp_path / "instance.xlsx"
    write_workbook(files.read().instance, book, dutch=True)
    path = scenario(files, CONVERTED + "[taakstelling]\nfactor = 1.25")
    reading = read_scenario(book, path)
    assert reading.instance == read_scenario(files.folder, path).instance
    assert reading.instance.taakstelling[0].persons == 50


MANY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ADD_AND_REMOVE = """
[[add.wijken]]
code = "zz"
name = "Nieuw"
[[add.sites]]
id = "zz"
name = "Nieuw"
wijk = "zz"
[[add.rooms]]
site = "zz"
beds = 2
count = 2
[[remove.sites]]
id = "zz"
[[remove.wijken]]
code = "zz"
[[remove.rooms]]
where = {site = "zz"}
"""


@pytest.mark.parametrize("text", ["", "name = 'niets'", "[policy]\n[future]\n", ADD_AND_REMOVE])
@MANY
@given(instance=instances())
def test_what_changes_nothing_leaves_the_digest(text: str, instance: Instance) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.toml"
        path.write_text(text, encoding="utf-8")
        write_folder(instance, Path(folder) / "instance")
        reading = read_scenario(Path(folder) / "instance", path)
    assert digest(reading.instance) == digest(reading.base) == digest(instance)
