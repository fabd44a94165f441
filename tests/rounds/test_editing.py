"""Editing by hand: what changes, what is kept, what is refused, and what the next import says."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from allocator.errors import BadCall, BadInput, Refused
from allocator.reading import digest, read_instance, write_folder
from allocator.rounds import deciding, exporting, importing, offering, opening, personal
from allocator.rounds.case import known
from allocator.rounds.deciding import Pair
from allocator.rounds.differences import RowChange
from allocator.rounds.editable import EDITABLE, columns_of
from allocator.rounds.editing import edit, look
from allocator.rounds.previewing import preview
from allocator.store import models
from tests.rounds.people import NIJMEGEN, TINY, imported, owner, sent, team
from tests.rounds.whole import assert_whole

# One value for every column that can be edited, other than what Nijmegen says.
VALUES = {
    "households": {
        "group": "statushouder", "koppeling": "hatert", "koppeldatum": "06-01-2025",
        "documents": "geen iban", "nareis_persons": "7", "nareis_on": "2025-05-01",
        "preferred_wijken": "lent|hatert", "support": "intensief", "needs": "veilige plek",
        "urgency": "ja", "hold_until": "1-3-2025", "hold_reason": "loopt elders",
        "rent_limit_eur": "612,50", "current_site": "", "moved_in_on": "", "earlier_moves": "3",
        "arrives_on": "2025-02-01", "leaves_on": "2026-02-01", "keep_with": "buren",
    },
    "persons": {
        "birth_date": "1999-12-31", "gender": "x", "role": "", "lhbtiq": "ja",
        "mobility": "rolstoel", "ex_amv": "ja", "school_wijk": "lent",
    },
    "homes": {
        "corporatie": "portaal", "wijk": "hatert", "complex": "", "kind": "flexwoning",
        "bedrooms": "5", "area_m2": "81,25", "min_persons": "2", "max_persons": "9",
        "units": "3", "sharing": "vrouwen", "step_free": "ja", "wheelchair": "ja",
        "safe_place": "ja", "support": "licht", "target_group": "onder 28", "rent_eur": "512",
        "available_from": "2025-02-02", "available_until": "2027-02-02",
        "bag_id": "0268010000012345",
    },
    "wijken": {
        "name": "Anders", "within": "", "draagkracht_persons": "77", "placed_persons": "31",
        "fair_share_persons": "11", "shelter_persons_max": "400",
        "shelter_fair_share_persons": "12", "draagkracht_source": "besluit van 6 januari",
    },
    "corporaties": {"name": "Anders", "max_placements": "19"},
    "complexes": {
        "name": "Anders", "wijk": "lent", "max_persons": "70", "placed_persons": "13",
        "max_supported": "9", "placed_supported": "1",
    },
}  # fmt: skip
# Cleared, or the same as it was: then nothing is different.
SAME = {"households": ["group", "current_site", "moved_in_on"], "homes": ["complex"]}
KEYS = {
    "households": "H-0012", "persons": "H-0012-1", "homes": "W-062", "wijken": "hatert",
    "corporaties": "portaal",
}  # fmt: skip


def stored(table: str, key: str) -> models.Fact:
    manager = EDITABLE[table].model._default_manager
    return manager.get(key=key)


def faults(table: str, key: str, **values: str) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        edit(team(), table, key, values)
    return {fault.file: fault.message for fault in caught.value.faults}


def household(ref: str):
    return next(h for h in known().instance.households if h.id == ref)


def home(ref: str):
    return next((h for h in known().instance.homes if h.id == ref), None)


def lease(ref: str, where: str) -> None:
    """Have a household sign for a home that it was proposed for."""
    deciding.accept(owner("wonen"), Pair(ref, where))
    for step in (offering.offer, offering.agree, offering.sign):
        step(team(), ref)


def differs(table: str, name: str, text: str) -> bool:
    """Edit a field; return whether that made any difference."""
    try:
        edit(team(), table, KEYS[table], {name: text})
    except Refused:
        return False
    return True


# --- what changes --------------------------------------------------------------------------------


def test_an_edit_holds_and_says_who_did_it_when_from_what(place):
    imported()
    before = stored("households", "H6")
    done = edit(team(), "households", "H6", {"documenten": "compleet", "nareis_persons": "2"})
    assert (done.fields, done.warnings) == (("documents", "nareis_persons"), ())
    now = household("H6")
    assert (now.documents, now.nareis_persons) == ("complete", 2)
    entry = models.LogEntry.objects.order_by("-n").first()
    assert (entry.who, entry.role, entry.action) == ("anna", "team", "edit")
    assert json.loads(entry.result) == {"table": "households", "fields": 2}  # no id, no field
    assert entry.subjects == before.subject_id
    (change,) = models.Change.objects.all()
    assert (change.n, change.table, change.key) == (entry.n, "households", "H6")
    assert change.before == {"documents": "missing_bsn", "nareis_persons": 0}
    assert change.after == {"documents": "complete", "nareis_persons": 2}
    after = stored("households", "H6")
    # The row still comes from its file.
    assert (after.source, after.changed_n, after.since) == ("tiny", entry.n, before.since)
    assert_whole()


@pytest.mark.parametrize("table", list(KEYS))
def test_every_column_can_be_edited_and_the_whole_stays_sound(file, table, tmp_path):
    assert set(VALUES[table]) == {c.name for c in columns_of(EDITABLE[table])}
    importing.apply(team(date(2025, 1, 6)), NIJMEGEN)
    same, before = [], known().instance
    for name, text in VALUES[table].items():
        same += [] if differs(table, name, text) else [name]
        now = known().instance
        assert (now == before) is (name in same), name
        before = now
    assert same == SAME.get(table, [])
    # What is known is an instance that can be written and read.
    exported = exporting.export(team(date(2025, 1, 6)), tmp_path / "out")
    assert digest(read_instance(tmp_path / "out").instance) == exported.digest


def test_a_complex_can_be_edited(place):
    importing.apply(team(date(2025, 1, 6)), NIJMEGEN)
    key = models.Complex.objects.order_by("key").first().key
    assert set(VALUES["complexes"]) == {c.name for c in columns_of(EDITABLE["complexes"])}
    edit(team(), "complexes", key, VALUES["complexes"])
    found = next(c for c in known().instance.complexes if c.id == key)
    assert (found.name, found.max_persons, found.placed_supported) == ("Anders", 70, 1)


def test_values_that_are_the_same_change_nothing(place):
    imported()
    before = stored("homes", "W1")
    for values in ({"rent_eur": "610"}, {"rent_eur": "€ 610,00"}, {"bedrooms": "1"}, {}):
        with pytest.raises(Refused) as caught:
            edit(team(), "homes", "W1", values)
        assert caught.value.message == "rounds.nothing_edited"
    assert stored("homes", "W1").changed_n == before.changed_n
    assert not models.Change.objects.exists()


def test_only_what_differs_is_kept(place):
    imported()
    edit(team(), "homes", "W1", {"rent_eur": "610", "bedrooms": "2", "area_m2": "45,0"})
    (change,) = models.Change.objects.all()
    assert (change.before, change.after) == ({"bedrooms": 1}, {"bedrooms": 2})


def test_what_was_known_of_people_goes_with_them(place):
    imported()
    edit(team(), "households", "H5", {"hold_reason": "geheim-van-H5", "needs": "own_room"})
    edit(team(), "persons", "H5-1", {"lhbtiq": "ja"})
    kept = personal.subject(team(), "H5")
    assert [change["table"] for change in kept.changes] == ["households", "persons"]
    assert [entry["action"] for entry in kept.log][-2:] == ["edit", "edit"]
    raw = Path(place.where).read_bytes() if place.kind == "sqlite" else b""
    assert b"geheim-van-H5" not in raw
    assert "lhbtiq" not in "".join(models.LogEntry.objects.values_list("result", flat=True))
    personal.erase(team(), "H5")
    assert not models.Change.objects.exists()


# --- what is refused -----------------------------------------------------------------------------


def test_all_faults_are_told_together_each_at_its_field(place):
    imported()
    before = known()
    found = faults(
        "households", "H1", koppeldatum="31-02-2025", documents="zoek", nareis_persons="-1",
        koppeling="oost", moved_in_on="2025-01-01", group="",
    )  # fmt: skip
    assert found == {
        "households:H1:koppeldatum": "reading.not_a_date",
        "households:H1:documents": "reading.not_a_choice",
        "households:H1:nareis_persons": "reading.too_small",
        "households:H1:koppeling": "reading.unknown_reference",
        "households:H1:moved_in_on": "reading.moved_in_nowhere",
        "households:H1:group": "reading.missing_value",
    }
    assert known().instance == before.instance
    assert not models.Change.objects.exists()
    assert not models.LogEntry.objects.filter(action="edit").exists()


@pytest.mark.parametrize(
    ("table", "key", "values", "expected"),
    [
        ("households", "H1", {"koppeldatum": "8-4-2025"},
         {"households:H1:koppeldatum": "reading.after_peildatum"}),
        ("households", "H1", {"koppeldatum": ""},
         {"households:H1:koppeldatum": "reading.no_koppeldatum"}),
        ("persons", "H1-2", {"role": "hoofd"}, {"persons:H1-2:role": "reading.second_head"}),
        ("persons", "H1-1", {"role": "partner"}, {"persons:H1-2:role": "reading.second_partner"}),
        ("homes", "W2", {"max_persons": "2"}, {"homes:W2:max_persons": "reading.min_above_max"}),
        ("homes", "W2", {"available_until": "2025-04-06"},
         {"homes:W2:available_until": "reading.ends_before_it_begins"}),
        ("homes", "W2", {"corporatie": "geen"},
         {"homes:W2:corporatie": "reading.unknown_reference"}),
        ("homes", "W2", {"bag_id": "123"}, {"homes:W2:bag_id": "reading.not_a_bag_id"}),
        ("wijken", "noord", {"within": "noord"}, {"wijken:noord:within": "reading.circle"}),
        ("homes", "W2", {"units": "0"}, {"homes:W2:units": "reading.too_small"}),
    ],
)  # fmt: skip
def test_the_checks_of_a_file_hold(place, table, key, values, expected):
    imported()
    assert faults(table, key, **values) == expected


def test_a_day_just_on_the_peildatum_is_sound(place):
    imported()
    edit(team(), "households", "H1", {"koppeldatum": "7-4-2025"})


def test_a_fault_that_was_there_is_not_held_against_an_edit(place):
    imported()
    models.Household.objects.filter(key="H2").update(koppeldatum=date(2025, 5, 1))
    edit(team(), "households", "H1", {"nareis_persons": "1"})
    assert faults("households", "H2", koppeldatum="2-5-2025") == {
        "households:H2:koppeldatum": "reading.after_peildatum"
    }


def test_what_is_odd_is_said_and_done(place):
    imported()
    done = edit(team(), "homes", "W4", {"sharing": "mannen", "max_persons": "2"})
    assert [fault.message for fault in done.warnings] == ["reading.shared_for_more"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("decisions", "x", {"reason": "x"}), "rounds.not_editable"),
        (("households", "H1", {"id": "H9"}), "rounds.no_such_field"),
        (("persons", "H1-1", {"household": "H2"}), "rounds.no_such_field"),
        (("households", "H1", {"nationaliteit": "x"}), "rounds.no_such_field"),
        (("households", "H99", {"documents": "x"}), "rounds.unknown_household"),
        (("homes", "W99", {"rent_eur": "1"}), "rounds.unknown_home"),
        (("persons", "P", {"role": ""}), "rounds.unknown_row"),
    ],
)
def test_what_cannot_be_edited_is_refused(place, call, message):
    imported()
    with pytest.raises((BadCall, Refused)) as caught:
        edit(team(), *call)
    assert caught.value.message == message


@pytest.mark.parametrize("role", ["corporatie", "planner", "auditor"])
def test_only_the_team_edits(place, role):
    imported()
    who = owner("wonen") if role == "corporatie" else team()
    actor = who if role == "corporatie" else type(who)("x", role, today=who.today)
    for step in (
        lambda: edit(actor, "homes", "W1", {"rent_eur": "1"}),
        lambda: look(actor, "households", "H1"),
    ):
        with pytest.raises(Refused) as caught:
            step()
        assert caught.value.message == "rounds.not_for_role"


def test_what_left_the_files_is_not_edited(place, tmp_path):
    imported()
    importing.apply(team(), without(tmp_path, "homes", "W3"))
    with pytest.raises(Refused) as caught:
        edit(team(), "homes", "W3", {"rent_eur": "700"})
    assert caught.value.message == "rounds.edit_gone"


# --- two at once ---------------------------------------------------------------------------------


def test_who_was_second_overwrites_nothing(place):
    imported()
    seen = look(team(), "households", "H1").seen
    edit(team(), "households", "H1", {"nareis_persons": "1"}, seen=seen)
    with pytest.raises(Refused) as caught:
        edit(team(), "households", "H1", {"nareis_persons": "2"}, seen=seen)
    assert (caught.value.message, caught.value.values) == ("rounds.edited_first", {"who": "anna"})
    assert household("H1").nareis_persons == 1
    edit(team(), "households", "H1", {"nareis_persons": "2"},
         seen=look(team(), "households", "H1").seen)  # fmt: skip
    assert household("H1").nareis_persons == 2


def test_an_import_meanwhile_is_not_overwritten(place, tmp_path):
    imported()
    seen = look(team(), "homes", "W1").seen
    importing.apply(team(), with_values(tmp_path, "homes", "W1", rent_eur=Decimal(600)))
    with pytest.raises(Refused) as caught:
        edit(team(), "homes", "W1", {"rent_eur": "620"}, seen=seen)
    assert caught.value.message == "rounds.edited_first"


def test_a_lease_meanwhile_is_not_overwritten(place):
    pairs = {pair.household: pair.home for pair in sent()}
    single = next(h for h, where in pairs.items() if where == "W4")
    seen = look(team(), "homes", "W4").seen
    lease(single, "W4")
    with pytest.raises(Refused) as caught:
        edit(team(), "homes", "W4", {"units": "3"}, seen=seen)
    assert caught.value.message == "rounds.counted_first"


# --- figures that leases change ------------------------------------------------------------------


def test_a_figure_counts_from_the_edit(place):
    """W4 has 2 units; one is let, so 1 is left.  Said to be 3: then 3 are left, after it 2."""
    pairs = {pair.household: pair.home for pair in sent()}
    first, second = [h for h, where in sorted(pairs.items()) if where == "W4"][:2]
    lease(first, "W4")
    assert look(team(), "homes", "W4").thing.units == 1
    with pytest.raises(Refused, match="nothing_edited"):  # as it is now
        edit(team(), "homes", "W4", {"units": "1"})
    edit(team(), "homes", "W4", {"units": "3"})
    assert home("W4").units == 3
    assert models.Change.objects.get().before == {"units": 1}
    lease(second, "W4")
    assert home("W4").units == 2
    # The file still says 2, and counts anew when it is imported: 2 from then on.
    found = importing.compare(team(), TINY)
    assert found.rows == (RowChange("homes", "W4", "changed", (("units", 3, 2),)),)
    importing.apply(team(), TINY)
    assert home("W4").units == 2


def test_the_same_number_as_in_the_file_can_be_said_anew(place):
    """2 in the file, 1 left; said to be 2 again: then it counts from here."""
    single = next(pair.household for pair in sent() if pair.home == "W4")
    lease(single, "W4")
    edit(team(), "homes", "W4", {"units": "2"})
    assert home("W4").units == 2
    assert importing.compare(team(), TINY).rows == ()


def test_another_field_leaves_the_count_alone(place):
    """In a file another first day makes a home free anew; by hand only its number does."""
    single = next(pair.household for pair in sent() if pair.home == "W4")
    lease(single, "W4")
    edit(team(), "homes", "W4", {"available_from": "2025-04-14", "rent_eur": "460"})
    assert home("W4").units == 1


def test_a_limit_and_what_was_placed_count_from_the_edit(place):
    """Wonen signs one lease of 3 persons in noord (6 placed): 9; said to be 20, then 20."""
    pairs = {pair.household: pair.home for pair in sent()}
    edit(team(), "corporaties", "wonen", {"max_placements": "4"})
    ref = next(h for h, where in pairs.items() if where == "W2")
    lease(ref, "W2")
    size = len(next(h for h in read_instance(TINY).instance.households if h.id == ref).persons)
    wijk = read_instance(TINY).instance.homes[1].wijk
    placed = {w.code: w.placed_persons for w in read_instance(TINY).instance.wijken}[wijk]
    assert look(team(), "wijken", wijk).thing.placed_persons == placed + size
    assert look(team(), "corporaties", "wonen").thing.max_placements == 3
    edit(team(), "wijken", wijk, {"placed_persons": "20", "draagkracht_persons": "30"})
    edit(team(), "corporaties", "wonen", {"max_placements": "5"})
    now = known().instance
    assert next(w for w in now.wijken if w.code == wijk).placed_persons == 20
    assert now.corporaties[0].max_placements == 5


def test_a_let_home_is_not_free_again_by_its_day_alone(place):
    single = next(pair for pair in sent() if pair.home == "W1")
    lease(single.household, "W1")
    assert home("W1") is None
    assert faults("homes", "W1", available_from="2025-06-01") == {
        "homes:W1:available_from": "rounds.edit_let"
    }
    edit(team(), "homes", "W1", {"rent_eur": "615"})
    assert home("W1") is None
    edit(team(), "homes", "W1", {"available_from": "2025-06-01", "units": "1"})
    assert home("W1").units == 1


def test_a_withdrawn_home_comes_back_by_its_own_step_only(place):
    imported()
    offering.withdraw_home(team(), "W1", "brand")
    assert faults("homes", "W1", units="2", available_from="2025-06-01") == {
        "homes:W1:units": "rounds.edit_withdrawn",
        "homes:W1:available_from": "rounds.edit_withdrawn",
    }
    assert home("W1") is None
    offering.bring_back(team(), home="W1")
    edit(team(), "homes", "W1", {"units": "2"})
    assert home("W1").units == 2


def test_fewer_homes_than_households_on_their_way_are_refused(place):
    pairs = [pair for pair in sent() if pair.home == "W4"]
    assert len(pairs) == 2
    assert faults("homes", "W4", units="1") == {"homes:W4:units": "rounds.edit_busy"}
    edit(team(), "homes", "W4", {"units": "3"})


def test_who_is_proposed_stays_of_its_group(place):
    pair = sent()[0]
    found = faults("households", pair.household, group="ontheemde")
    assert found[f"households:{pair.household}:group"] == "rounds.edit_proposed"


# --- the next import -----------------------------------------------------------------------------


def without(folder: Path, table: str, key: str) -> Path:
    tiny = read_instance(TINY).instance
    kept = tuple(row for row in getattr(tiny, table) if row.id != key)
    write_folder(tiny.model_copy(update={table: kept}), folder / "tiny")
    return folder / "tiny"


def with_values(folder: Path, table: str, key: str, **values: object) -> Path:
    tiny = read_instance(TINY).instance
    rows = tuple(
        row.model_copy(update=values) if row.id == key else row for row in getattr(tiny, table)
    )
    shutil.rmtree(folder / "tiny", ignore_errors=True)
    write_folder(tiny.model_copy(update={table: rows}), folder / "tiny")
    return folder / "tiny"


def test_a_file_with_the_old_value_is_a_difference_marked_as_edited_by_hand(place):
    imported()
    edit(team(), "homes", "W1", {"rent_eur": "600"})
    edit(team(), "households", "H5", {"support": "licht"})
    found = preview(team(), TINY, "tiny")
    assert found.difference.rows == (
        RowChange("homes", "W1", "changed", (("rent_eur", "600", "610.00"),)),
        RowChange("households", "H5", "changed", (("support", None, None),)),
    )
    by_hand = {place: made.who for place, made in found.by_hand.items()}
    assert by_hand == {
        ("homes", "W1", "rent_eur"): "anna", ("households", "H5", "support"): "anna",
    }  # fmt: skip
    importing.apply(team(), TINY, seen=found.difference.fingerprint)
    assert home("W1").rent_eur == Decimal("610.00")
    assert preview(team(), TINY, "tiny").difference.rows == ()


def test_a_file_that_says_the_same_by_now_is_no_difference(place, tmp_path):
    imported()
    edit(team(), "homes", "W1", {"rent_eur": "600"})
    folder = with_values(tmp_path, "homes", "W1", rent_eur=Decimal(600))
    assert importing.compare(team(), folder).rows == ()


def test_an_import_that_changes_something_else_is_not_marked(place, tmp_path):
    imported()
    edit(team(), "homes", "W1", {"rent_eur": "600"})
    more = with_values(tmp_path, "homes", "W1", rent_eur=Decimal(600), bedrooms=2)
    found = preview(team(), more, "tiny")
    assert found.difference.rows == (RowChange("homes", "W1", "changed", (("bedrooms", 1, 2),)),)
    assert found.by_hand == {}
    importing.apply(team(), more)
    # What an import changed since is of that import.
    edit(team(), "homes", "W1", {"bedrooms": "3"})
    importing.apply(team(), with_values(tmp_path, "homes", "W1", bedrooms=4))
    assert preview(team(), TINY, "tiny").by_hand == {}


def test_an_edited_row_that_left_the_files_is_gone(place, tmp_path):
    imported()
    edit(team(), "homes", "W3", {"rent_eur": "600"})
    found = importing.compare(team(), without(tmp_path, "homes", "W3"))
    assert found.rows == (RowChange("homes", "W3", "gone"),)


def test_an_export_has_the_edit(place, tmp_path):
    imported()
    edit(team(), "households", "H6", {"documents": "compleet"})
    exporting.export(team(), tmp_path / "out")
    assert importing.compare(team(), tmp_path / "out").rows == ()


def test_an_edit_since_the_difference_was_seen_stops_the_import(place, tmp_path):
    imported()
    folder = with_values(tmp_path, "homes", "W1", rent_eur=Decimal(600))
    seen = importing.compare(team(), folder)
    edit(team(), "homes", "W1", {"rent_eur": "605"})
    for agreed in (seen, seen.fingerprint):
        with pytest.raises(Refused) as caught:
            importing.apply(team(), folder, seen=agreed)
        assert caught.value.message == "rounds.import_changed"
    assert home("W1").rent_eur == Decimal(605)


def test_an_edit_of_a_sealed_value_stops_the_import_too(place):
    """The difference looks the same, for it never says what a special field is."""
    imported()
    edit(team(), "households", "H5", {"support": "licht"})
    seen = importing.compare(team(), TINY)
    edit(team(), "households", "H5", {"support": "intensief"})
    assert importing.compare(team(), TINY).rows == seen.rows
    for agreed in (seen, seen.fingerprint):
        with pytest.raises(Refused, match="import_changed"):
            importing.apply(team(), TINY, seen=agreed)
    assert household("H5").support == "intensive"


def test_a_round_can_be_opened_after_any_edit(place):
    imported()
    edit(team(), "households", "H6", {"documents": "compleet"})
    assert opening.open_new(team()).number == 1
