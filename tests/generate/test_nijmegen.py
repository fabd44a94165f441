"""The sample of Nijmegen: the facts of the city, and the script that writes it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from allocator.domain.choices import Group, Support, TargetGroup
from allocator.domain.instance import Instance
from allocator.reading import read_instance, write_folder
from instances.make_nijmegen import make
from instances.nijmegen_shelter import CABIN
from tests.generate.beds import fit_in

FOLDER = Path(__file__).parents[2] / "instances" / "nijmegen"
KINDS = (".csv", ".toml")


@pytest.fixture(scope="module")
def nijmegen() -> Instance:
    reading = read_instance(FOLDER)
    assert reading.warnings == ()
    return reading.instance


def test_the_script_gives_the_files_that_are_there(tmp_path: Path) -> None:
    write_folder(make(), tmp_path)
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    there = {file.name: file.read_bytes() for file in FOLDER.iterdir() if file.suffix in KINDS}
    assert written == there


def test_day_and_horizon(nijmegen: Instance) -> None:
    assert nijmegen.municipality == "0268"
    assert nijmegen.peildatum == date(2025, 1, 6)
    assert nijmegen.horizon_months == 27
    assert [(t.from_on, t.until) for t in nijmegen.taakstelling] == [
        (date(2025, 1, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2025, 12, 31)),
    ]


def test_all_stadsdelen_and_wijken(nijmegen: Instance) -> None:
    areas = [w for w in nijmegen.wijken if w.within is None]
    assert [w.code for w in areas] == [f"WK02680{i}" for i in range(1, 10)]
    within = Counter(w.within for w in nijmegen.wijken if w.within)
    assert [within[w.code] for w in areas] == [2, 8, 2, 4, 5, 4, 9, 7, 3]
    names = {w.name for w in nijmegen.wijken}
    assert {"Hatert", "Hengstdal", "Lent", "St. Anna", "'t Broek", "Ooyse Schependom"} <= names


def test_every_draagkracht_says_that_it_is_invented(nijmegen: Instance) -> None:
    limited = [w for w in nijmegen.wijken if w.draagkracht_persons is not None]
    assert len(limited) > 30
    assert all("verzonnen" in w.draagkracht_source for w in limited)
    assert sum(w.fair_share_persons or 0 for w in nijmegen.wijken if not w.within) == 186 + 190


def test_statushouders_and_homes(nijmegen: Instance) -> None:
    waiting = [h for h in nijmegen.households if h.group is Group.STATUSHOUDER]
    assert len(waiting) == 250
    assert 0.6 < sum(len(h.persons) == 1 for h in waiting) / 250 < 0.73
    assert sum(h.units for h in nijmegen.homes) == 66
    ex_amv = [h.units for h in nijmegen.homes if h.target_group is TargetGroup.EX_AMV]
    assert sum(ex_amv) == 12
    ndw21 = {h.corporatie for h in nijmegen.homes if h.complex == "ndw21"}
    assert ndw21 == {"portaal", "ssh", "talis", "woonwaarts"}


def test_785_persons_in_the_sites_of_now_and_nobody_without_a_place(nijmegen: Instance) -> None:
    here = [h for h in nijmegen.households if h.group is Group.ONTHEEMDE]
    assert sum(len(h.persons) for h in here) == 785
    assert all(h.current_site for h in here)
    places = {site.id: site.max_persons for site in nijmegen.sites if not site.opens_on}
    assert sum(filter(None, places.values())) == 800
    persons = Counter(h.current_site for h in here for _ in h.persons)
    assert all(persons[site] <= (most or 0) for site, most in places.items())


def test_sites_close_and_open_when_the_programme_says(nijmegen: Instance) -> None:
    at = {str(site.id): site for site in nijmegen.sites}
    assert at["Waalhaven"].closes_on == date(2025, 3, 1)
    assert at["Tarweweg"].closes_on == date(2025, 12, 31)
    assert at["CWZ"].closes_on == date(2026, 12, 31)
    assert at["Tarweweg-0"].care
    assert at["PH7"].closes_on is None
    assert at["Walstraat"].closes_on is None
    closing = {room.site for room in nijmegen.rooms if room.closes_on == date(2026, 12, 31)}
    assert closing == {"Walstraat"}
    assert {room.beds for room in nijmegen.rooms if room.site == "Waalhaven"} == {CABIN}
    later = [site for site in nijmegen.sites if site.opens_on]
    assert len(later) == 3
    assert all("(verzonnen)" in site.name for site in later)
    assert at["Vervanging-A"].opens_on == date(2025, 12, 31)


def test_everybody_has_a_bed_in_the_first_month(nijmegen: Instance) -> None:
    for site in nijmegen.sites:
        there = [h for h in nijmegen.households if h.current_site == site.id]
        rooms = [room for room in nijmegen.rooms if room.site == site.id]
        assert fit_in(there, rooms), site.id
        if site.care:
            assert all(h.support is Support.INTENSIVE for h in there)


def test_nobody_has_a_name() -> None:
    heading = (FOLDER / "persons.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "name" not in heading.split(";")
