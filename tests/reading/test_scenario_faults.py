"""What is wrong with a scenario is told with the file, the line and the key; all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import BadInput
from allocator.reading import render_fault
from allocator.reading.scenario import read_scenarios
from allocator.texts import texts
from tests.reading.laid import found, places, scenario
from tests.reading.small import Files

FILE = "scenario.toml"
HOME = """\
[[add.homes]]
id = "w3"
corporatie = "talis"
wijk = "zuid"
kind = "flexwoning"
bedrooms = 1
max_persons = 2
available_from = 2025-05-01
"""
CONVERT = '[[convert]]\nsite = "bloem"\non = 2025-11-01\nhomes = []\n'

# Each is one fault: the line, the key, the message; a warning has a sign before it.
FAULTS = [
    # keys and tables
    ("nmae = 'x'", 1, "nmae", "scenario_unknown_key"),
    ("herkomst = 'x'", 1, "herkomst", "origin"),
    ("name = 'x'\nnaam = 'y'", 2, "naam", "key_twice"),
    ("name = ['x']", 1, "name", "not_one_value"),
    ("name = 'x'\nnote = \n", 2, "", "not_toml"),
    ("change = 3", 1, "change", "scenario_not_a_table"),
    ("[change]\nhomes = 3", 2, "change.homes", "scenario_not_tables"),
    ("[change.homes]\nid = 'w1'", 1, "change.homes", "scenario_not_tables"),
    ("[[change]]\nid = 'w1'", 1, "change", "scenario_not_a_table"),
    ("[[change.households]]\nid = 'h1'", 1, "change.households", "scenario_unknown_key"),
    ("[[add.persons]]\nid = 'p9'", 1, "add.persons", "scenario_unknown_key"),
    ("[shift]\ndays = 1", 1, "shift", "scenario_not_tables"),
    # settings
    ("[instance]\npeildatum = 2026-01-01", 2, "instance.peildatum", "scenario_unknown_key"),
    ("[instance]\nhorizon_days = -1", 2, "instance.horizon_days", "too_small"),
    ("[instance]\nhorizon_days = 1\nHorizonDays = 2", 3, "instance.HorizonDays", "key_twice"),
    ("instance = 3", 1, "instance", "scenario_not_a_table"),
    ("[policy]\nspare = 1", 2, "policy.spare", "unknown_policy_key"),
    ("[policy.fit]\nties = 1\nTies = 2", 3, "policy.fit.Ties", "key_twice"),
    ("policy.fit.ties = 'veel'", 1, "policy.fit.ties", "not_a_number"),
    # taakstelling
    ("[taakstelling]\nfactor = -1", 2, "taakstelling.factor", "too_small"),
    ("[taakstelling]\nfactor = '+25%'", 2, "taakstelling.factor", "not_a_number"),
    ("[taakstelling]", 1, "taakstelling.factor", "missing_key"),
    ("[[taakstelling]]\npersons = 3", 1, "taakstelling.from", "missing_key"),
    ("[[taakstelling]]\nfrom = 2026-01-01\npersons = 3", 2, "taakstelling.from",
     "unknown_reference"),
    ("[[taakstelling]]\nfrom = 2025-01-01", 1, "taakstelling", "scenario_no_change"),
    ("[[taakstelling]]\nfrom = 2025-01-01\nuntil = 2024-12-31", 3, "taakstelling.until",
     "ends_before_it_begins"),
    ("[[taakstelling]]\nfrom = 2025-01-01\npersons = '-5.5'", 3, "taakstelling.persons",
     "too_small"),
    ("taakstelling = 3", 1, "taakstelling", "scenario_not_tables"),
    # add
    (HOME.replace('"w3"', '"w2"'), 2, "add.homes.id", "scenario_exists"),
    (HOME + HOME, 10, "add.homes.id", "scenario_exists"),
    (HOME.replace('"w3"', '"w 3"'), 2, "add.homes.id", "not_an_id"),
    (HOME.replace('corporatie = "talis"\n', ""), 1, "add.homes.corporatie", "missing_key"),
    (HOME.replace('"talis"', '"ssh"'), 3, "add.homes.corporatie", "unknown_reference"),
    (HOME + "complex = 'x'", 9, "add.homes.complex", "unknown_reference"),
    (HOME + "min_persons = 3", 7, "add.homes.max_persons", "min_above_max"),
    (HOME + "where = {}", 9, "add.homes.where", "scenario_unknown_key"),
    (HOME + "soort = 'flexwoning'", 9, "add.homes.soort", "key_twice"),
    (HOME + "units = [1]", 9, "add.homes.units", "not_one_value"),
    ("[[add.wijken]]\ncode='a'\nname='A'\nwithin='a'", 4, "add.wijken.within", "circle"),
    # change: which rows
    ("[[change.homes]]\nunits = 2", 1, "change.homes", "scenario_no_choice"),
    ("[[change.homes]]\nid = 'w9'\nunits = 2", 2, "change.homes.id", "unknown_reference"),
    ("[[change.homes]]\nid = ['w1', 'w9']\nunits = 2", 2, "change.homes.id", "unknown_reference"),
    ("[[change.homes]]\nid = []\nunits = 2", 2, "change.homes.id", "missing_value"),
    ("[[change.homes]]\nid = {a = 1}\nunits = 2", 2, "change.homes.id", "not_one_value"),
    ("[[change.homes]]\nunits = 2\nwhere = {wijk = 'zuid', kind = 'flexwoning'}", 3,
     "change.homes.where", "scenario_nothing"),
    ("[[change.homes]]\nunits = 2\nid = 'w1'\nwhere = {wijk = 'zuid'}", 4,
     "change.homes.where", "scenario_nothing"),
    ("[[change.homes]]\nunits = 2\n[change.homes.where]\n# een\nwijkk = 'zuid'", 5,
     "change.homes.where.wijkk", "scenario_unknown_key"),
    ("[[change.homes]]\nunits = 2\nwhere = {kind = 'kasteel'}", 3, "change.homes.where.kind",
     "not_a_choice"),
    ("[[change.homes]]\nunits = 2\nwhere = {wijk = ''}", 3, "change.homes.where.wijk",
     "missing_value"),
    ("[[change.homes]]\nunits = 2\nwhere = 'w1'", 3, "change.homes.where", "scenario_not_a_table"),
    ("[[change.rooms]]\ncount = 2\nid = 'bloem'\nwhere = {}", 3, "change.rooms.id",
     "scenario_unknown_key"),
    # change: what becomes of them
    ("[[change.homes]]\nid = 'w1'", 1, "change.homes", "scenario_no_change"),
    ("[[change.homes]]\nid = 'w1'\nunitss = 3", 3, "change.homes.unitss", "scenario_unknown_key"),
    ("[[change.homes]]\nid = 'w1'\nunits = 0", 3, "change.homes.units", "too_small"),
    ("[[change.homes]]\nid = 'w1'\nunits = '-1'", 3, "change.homes.units", "too_small"),
    ("[[change.homes]]\nid = 'w1'\nunits = '+2.5'", 3, "change.homes.units", "not_whole"),
    ("[[change.homes]]\nid = 'w1'\nunits = '20%'", 3, "change.homes.units", "not_a_number"),
    ("[[change.homes]]\nid = 'w1'\nunits = '+999999999%'\nmax_persons = '+999999999'", 4,
     "change.homes.max_persons", "too_large"),
    ("[[change.homes]]\nid = 'w1'\nrent_eur = '+10'", 3, "change.homes.rent_eur",
     "scenario_not_relative"),
    ("[[change.homes]]\nid = 'w1'\nkind = ''", 3, "change.homes.kind", "missing_value"),
    ("[[change.homes]]\nid = 'w2'\nwijk = 'oost'", 3, "change.homes.wijk", "unknown_reference"),
    ("[[change.homes]]\nid = 'w1'\navailable_from = 2027-04-02", 3,
     "change.homes.available_from", "ends_before_it_begins"),
    ("[[change.homes]]\nid = 'w1'\navailable_until = 2025-03-31", 3,
     "change.homes.available_until", "ends_before_it_begins"),
    ("[[change.homes]]\nid = 'w2'\ncomplex = 'ndw21'", 3, "change.homes.complex",
     "~other_wijk_than_complex"),
    ("[[change.wijken]]\ncode = 'zuid'\ndraagkracht_persons = '+1'", 3,
     "change.wijken.draagkracht_persons", "~scenario_empty"),
    ("[[change.sites]]\nid = 'bloem'\ncloses_on = ''", 3, "change.sites.closes_on",
     "extend_without_closes"),
    ("[[change.sites]]\nid = 'bloem'\ncloses_on = 2026-07-01", 3, "change.sites.closes_on",
     "extend_not_after_closes"),
    ("[[change.sites]]\nid = 'bloem'\nopens_on = 2025-04-08", 3, "change.sites.opens_on",
     "scenario_opens_late"),
    # shift
    ("[[shift]]\nmonths = 1", 1, "shift", "scenario_no_choice"),
    ("[[shift]]\nhomes = 'w1'", 1, "shift", "scenario_one_of"),
    ("[[shift]]\nhomes = 'w1'\nmonths = 1\ndays = 1", 1, "shift", "scenario_one_of"),
    ("[[shift]]\nhomes = 'w1'\nmonths = 1.5", 3, "shift.months", "not_whole"),
    ("[[shift]]\nhomes = 'w1'\nto = ''", 3, "shift.to", "missing_value"),
    ("[[shift]]\nhomes = 'w1'\nmonths = 1201", 3, "shift.months", "too_large"),
    ("[[shift]]\nhomes = 'w1'\ndagen = 36500\n[[shift]]\nhomes = 'w1'\ndagen = 36500", 6,
     "shift.dagen", "scenario_too_far"),
    ("[[shift]]\nhomes = 'w9'\nmonths = 1", 2, "shift.homes", "unknown_reference"),
    ("[[shift]]\nhomes = {kind = 'doorstroom'}\nmonths = 1", 2, "shift.homes",
     "scenario_nothing"),
    ("[[shift]]\ncomplex = 'ndw22'\nmonths = 1", 2, "shift.complex", "unknown_reference"),
    ("[[add.complexes]]\nid='leeg'\nname='L'\nwijk='zuid'\n[[shift]]\ncomplex = 'leeg'\ndays = 1",
     6, "shift.complex", "scenario_nothing"),
    ("[[add.sites]]\nid='s'\nname='S'\nwijk='zuid'\n[[shift]]\nsites = 's'\nmonths = 1", 7,
     "shift.months", "cli.slip.no_date"),
    ("[[add.sites]]\nid='s'\nname='S'\nwijk='zuid'\n[[shift]]\nsites = 's'\nto = 2026-01-01", 7,
     "shift.to", "cli.slip.no_date"),
    ("[[add.sites]]\nid='s'\nname='S'\nwijk='zuid'\nopens_on=2025-05-01\ncloses_on=2025-06-01\n"
     "[[shift]]\nsites = 's'\nmonths = 2", 9, "shift.months", "cli.slip.order"),
    ("[[shift]]\nsites = 'bloem'\nto = 2025-01-01\nmaanden = 1", 1, "shift", "scenario_one_of"),
    ("[[shift]]\nsites = 'bloem'\nmonths = 1200\n[[shift]]\nsites = 'bloem'\nmonths = 1200", 6,
     "shift.months", "scenario_too_far"),
    # convert
    (CONVERT.replace("bloem", "roos"), 2, "convert.site", "unknown_reference"),
    (CONVERT.replace('site = "bloem"\n', ""), 1, "convert.site", "missing_key"),
    (CONVERT.replace("2025-11-01", "2025-04-07"), 3, "convert.on", "scenario_not_to_come"),
    (CONVERT.replace("2025-11-01", "morgen").replace("= morgen", "= 'morgen'"), 3, "convert.on",
     "not_a_date"),
    (CONVERT.replace("homes = []\n", ""), 1, "convert.homes", "missing_key"),
    (CONVERT.replace("[]", "[{id='w1', corporatie='talis', kind='flexwoning', bedrooms=1,"
                     " max_persons=1}]"), 4, "convert.homes.id", "scenario_exists"),
    # remove
    ("[[remove.homes]]\nunits = 1", 2, "remove.homes.units", "scenario_unknown_key"),
    ("[[remove.homes]]", 1, "remove.homes", "scenario_no_choice"),
    ("[[remove.sites]]\nid = 'bloem'", 1, "remove.sites", "scenario_people_live"),
    ("[[remove.corporaties]]\nid = 'talis'", 1, "remove.corporaties", "scenario_still_used"),
    ("[[remove.wijken]]\ncode = 'stad'", 1, "remove.wijken", "scenario_still_used"),
    ("[[remove.complexes]]\nid = 'ndw21'", 1, "remove.complexes", "scenario_still_used"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "row", "column", "message"), FAULTS)
def test_one_fault_with_its_place(
    files: Files, text: str, row: int, column: str, message: str
) -> None:
    (fault,) = found(files, text)
    assert (fault.file, fault.row, fault.column) == (FILE, row, column)
    sign = "~" if fault.warning else ""
    assert sign + fault.message.removeprefix("reading.") == message
    for language in ("nl", "en"):
        assert render_fault(fault, texts(language)).startswith(f"{FILE}:{row}")


def test_a_lock_on_a_home_that_goes_is_a_contradiction(files: Files) -> None:
    assert places(files, "[[remove.homes]]\nid = 'w1'") == [
        ("decisions.csv", 2, "home", "lock_gone"),
        ("decisions.csv", 3, "home", "gone"),
        ("previous.csv", 2, "home", "gone"),
    ]


def test_what_refers_to_what_goes_is_named(files: Files) -> None:
    (fault,) = found(files, "[[remove.wijken]]\ncode = 'noord'\n" + HOME.replace("zuid", "noord"))
    assert dict(fault.values) == {
        "found": "noord", "table": "complexes.csv", "first": "2", "many": "4"
    }  # fmt: skip


def test_all_faults_of_all_files_are_told_at_once(files: Files) -> None:
    files.replace("homes.csv", "650,50", "veel")
    files.replace("persons.csv", "p1;h1;", "p1;h9;")
    text = """
nmae = "x"
[policy]
spare = 1
[[change.homes]]
id = "w2"
units = 0
corporatie = "ssh"
[[add.homes]]
id = "w3"
[future]
weken = 521
"""
    assert places(files, text) == [
        ("homes.csv", 2, "rent_eur", "not_a_number"),
        ("persons.csv", 2, "household", "unknown_reference"),
        (FILE, 2, "nmae", "scenario_unknown_key"),
        (FILE, 4, "policy.spare", "unknown_policy_key"),
        (FILE, 7, "change.homes.units", "too_small"),
        (FILE, 8, "change.homes.corporatie", "unknown_reference"),
        (FILE, 9, "add.homes.available_from", "missing_key"),
        (FILE, 9, "add.homes.bedrooms", "missing_key"),
        (FILE, 9, "add.homes.corporatie", "missing_key"),
        (FILE, 9, "add.homes.kind", "missing_key"),
        (FILE, 9, "add.homes.max_persons", "missing_key"),
        (FILE, 9, "add.homes.wijk", "missing_key"),
        (FILE, 12, "future.weken", "too_large"),
    ]


def test_a_row_without_a_readable_id_is_not_missed(files: Files) -> None:
    text = "[[add.complexes]]\nid = 'a b'\nname = 'A'\nwijk = 'zuid'\n" + HOME + "complex = 'ab'"
    assert places(files, text) == [(FILE, 2, "add.complexes.id", "not_an_id")]


def test_cells_that_could_not_be_read_are_left_alone(files: Files) -> None:
    files.replace("wijken.csv", "noord;Noord;stad;12;3", "noord;Noord;stad;veel;3")
    files.replace("homes.csv", "2025-04-01;2027-04-01", "nu;2027-04-01")
    files.replace("sites.csv", "2026-01-01", "straks")
    files.replace("instance.toml", "persons = 40", "persons = 'x'")
    text = """
[[change.wijken]]
code = "noord"
draagkracht_persons = "+20%"
[[shift]]
homes = "w1"
sites = "bloem"
months = 1
[taakstelling]
factor = 2
[[convert]]
site = "bloem"
on = 2026-01-01
homes = []
"""
    assert [place[:3] for place in places(files, text)] == [
        ("homes.csv", 2, "available_from"),
        ("instance.toml", 12, "persons"),
        ("sites.csv", 2, "closes_on"),
        ("wijken.csv", 3, "draagkracht_persons"),
    ]


def test_a_file_whose_ids_are_not_all_known_misses_nothing(files: Files) -> None:
    files.replace("corporaties.csv", "id;name", "code;name")
    del files.texts["points.csv"]
    faults = places(files, "[[change.corporaties]]\nid = 'x'\nmax_placements = 3")
    assert {fault[0] for fault in faults} == {"corporaties.csv"}


def test_several_files_are_told_together(files: Files, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x = 1")
    (tmp_path / "b.toml").write_text("\ny = 1")
    paths = [tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "c.toml"]
    with pytest.raises(BadInput) as error:
        read_scenarios(files.write(), paths)
    assert [(f.file, f.row, f.column) for f in error.value.faults] == [
        ("a.toml", 1, "x"),
        ("b.toml", 2, "y"),
        ("c.toml", None, ""),
    ]


@pytest.mark.parametrize("content", [b"name = '\xff'", None])
def test_a_file_that_cannot_be_read(files: Files, content: bytes | None) -> None:
    path = scenario(files, "")
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as error:
        read_scenarios(files.write(), [path])
    (fault,) = error.value.faults
    message = "reading.unreadable_file" if content is None else "reading.not_utf8"
    assert (fault.file, fault.message) == (FILE, message)


def test_without_an_instance_the_scenario_is_told_too(files: Files, tmp_path: Path) -> None:
    path = scenario(files, "spelfout =")
    with pytest.raises(BadInput) as error:
        read_scenarios(tmp_path / "nergens", [path])
    messages = sorted(fault.message for fault in error.value.faults)
    assert messages == ["reading.no_such_path", "reading.not_toml"]


def test_a_peildatum_that_could_not_be_read(files: Files) -> None:
    files.replace("instance.toml", "2025-04-07", "'nu'")
    text = "[[shift]]\nsites = 'bloem'\nmonths = 1\n" + CONVERT
    assert places(files, text) == [("instance.toml", 3, "peildatum", "not_a_date")]


def test_a_factor_on_no_taakstelling_at_all(files: Files) -> None:
    text = files.texts["instance.toml"]
    files.texts["instance.toml"] = text[: text.index("[[taakstelling]]")]
    assert places(files, "[taakstelling]\nfactor = 2") == [
        (FILE, 2, "taakstelling.factor", "scenario_nothing")
    ]
