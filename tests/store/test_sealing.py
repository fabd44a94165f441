"""A sealed value opens where it was sealed, with the key that sealed it, and as it was."""

from __future__ import annotations

import base64
import json
import stat

import pytest
from django.db import connection

from allocator.domain.choices import Mobility
from allocator.errors import BadCall
from allocator.store import models
from allocator.store.keychain import Keychain, keychain
from allocator.store.keys import KeyRing, read_keys, write_keys
from allocator.store.rotation import sealed_tables
from allocator.store.sealing import CannotOpen, Erased, open_bytes, place, seal_bytes, to_block
from allocator.store.subjects import subjects_of

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def two(place):
    """Two persons of two households, whose special fields differ."""
    subjects = subjects_of(["H1", "H2"])
    rows = [
        models.Person(
            key=f"{name}-1", ref=f"{name}-1", household=name, subject=subjects[name],
            birth_date="1990-01-01", lhbtiq=name == "H1", mobility=mobility, ex_amv=False,
        )
        for name, mobility in (("H1", Mobility.WHEELCHAIR), ("H2", Mobility.NONE))
    ]  # fmt: skip
    models.Person.objects.bulk_create(rows)
    return rows


def raw(row, column, table=None):
    """Return what stands in the database."""
    table = table or row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "row" = %s', [bare(row)])  # noqa: S608
        return cursor.fetchone()[0]


def put(row, column, text):
    """Put text in the database past everything that guards it."""
    with connection.cursor() as cursor:
        table = row._meta.db_table
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE "row" = %s', [text, bare(row)])  # noqa: S608


def bare(row):
    """Return a row's primary key as this database holds it."""
    return row.pk.hex if connection.vendor == "sqlite" else row.pk


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_value_comes_back_as_it_was(two):
    first, second = map(fresh, two)
    assert (first.lhbtiq, first.mobility, first.ex_amv) == (True, "wheelchair", False)
    assert (second.lhbtiq, second.mobility) == (False, "none")


def test_the_same_value_is_never_the_same_text(two):
    assert len({raw(row, "ex_amv") for row in two}) == 2


def test_a_value_moved_to_another_row_does_not_open(two):
    subject = two[0].subject
    sibling = models.Person(
        key="H1-2", ref="H1-2", household="H1", subject=subject, birth_date="1991-01-01",
        lhbtiq=False, mobility="none", ex_amv=False,
    )  # fmt: skip
    sibling.save()
    put(sibling, "lhbtiq", raw(two[0], "lhbtiq"))
    with pytest.raises(CannotOpen):
        _ = fresh(sibling).lhbtiq


def test_a_value_moved_to_another_field_does_not_open(two):
    put(two[0], "ex_amv", raw(two[0], "lhbtiq"))
    with pytest.raises(CannotOpen):
        _ = fresh(two[0]).ex_amv


def test_a_value_moved_to_another_table_does_not_open(two):
    row = two[0]
    other = models.Points(
        pk=row.pk, key="H1|W1", subject=row.subject, household="H1", home="W1", points=3,
        reason="because",
    )  # fmt: skip
    other.save()
    put(other, "reason", raw(row, "mobility"))
    with pytest.raises(CannotOpen):
        _ = fresh(other).reason


def test_a_value_given_to_another_household_does_not_open(two):
    models.Person.objects.filter(pk=two[0].pk).update(subject=two[1].subject)
    keychain.forget()
    with pytest.raises(CannotOpen):
        _ = fresh(two[0]).lhbtiq


def test_another_households_value_in_its_place_does_not_open(two):
    put(two[1], "lhbtiq", raw(two[0], "lhbtiq"))
    with pytest.raises(CannotOpen):
        _ = fresh(two[1]).lhbtiq


def test_another_households_key_in_its_place_does_not_open(two):
    """Who can write to the database cannot give himself a key either."""
    ours, theirs = (row.subject for row in two)
    models.Subject.objects.filter(pk=ours.pk).update(wrapped_key=theirs.wrapped_key)
    keychain.forget()
    with pytest.raises(CannotOpen):
        _ = fresh(two[0]).lhbtiq


@pytest.mark.parametrize("at", [0, 11, 12, 40, -1])
def test_a_changed_byte_is_noticed(two, at):
    name, _, sealed = raw(two[0], "mobility").partition(".")
    bytes_ = bytearray(base64.b64decode(sealed))
    bytes_[at] ^= 1
    put(two[0], "mobility", f"{name}.{base64.b64encode(bytes_).decode()}")
    with pytest.raises(CannotOpen):
        _ = fresh(two[0]).mobility


@pytest.mark.parametrize(
    "text", ["", "s", "s.", "s.AAAA", "s.é", "s.not base64!", "k1.AAAA", "k9.AAAA", '"wheelchair"']
)
def test_text_that_is_not_sealed_does_not_open(two, text):
    put(two[0], "mobility", text)
    with pytest.raises(CannotOpen) as caught:
        _ = fresh(two[0]).mobility
    assert "wheelchair" not in str(caught.value)


def test_a_value_of_an_unknown_household_is_gone(two):
    value = raw(two[0], "mobility")
    with pytest.raises(Erased):
        keychain.open(value, b"anywhere", "0" * 32)


def test_yes_and_no_are_equally_long(two):
    lengths = {len(raw(row, column)) for row in two for column in ("lhbtiq", "mobility", "ex_amv")}
    assert len(lengths) == 1


@pytest.mark.parametrize(
    "values",
    [
        (True, False),
        tuple(Mobility),
        ("none", "light", "intensive"),
        ([], ["own_home"], ["own_home", "own_room", "safe_place"]),
        ("", "kort", "x" * 62),
    ],
)
def test_choices_are_equally_long(values):
    assert len({len(to_block(value)) for value in values}) == 1


def test_longer_values_grow_by_whole_blocks():
    assert [len(to_block("x" * n)) for n in (62, 63, 126, 127)] == [64, 128, 128, 192]


def test_every_sealed_column_refuses_to_be_written_past_the_seal(place):
    tables = list(sealed_tables())
    assert {model._meta.model_name for model, _ in tables} >= {"household", "step", "placement"}
    for model, columns in tables:
        for column in columns:
            with pytest.raises(TypeError, match=f"{column} is sealed"):
                model.objects.update(**{column: "plain"})


def test_a_sealed_column_cannot_be_searched(two):
    with pytest.raises(TypeError, match="mobility is sealed"):
        models.Person.objects.filter(mobility="wheelchair").exists()


def test_a_row_read_and_saved_is_sealed_once(two):
    row = fresh(two[0])
    before = raw(row, "lhbtiq")
    row.save()
    assert raw(row, "lhbtiq") == before
    assert row.lhbtiq is True
    row.save()
    assert fresh(row).lhbtiq is True


# --- bytes --------------------------------------------------------------------------------------


def test_bytes_open_with_their_own_key_and_place_only():
    where = place("store_person", 1, "lhbtiq")
    text = seal_bytes(KEY, b"true", where)
    assert open_bytes(KEY, text, where) == b"true"
    for key, elsewhere in (
        (OTHER, where),
        (KEY, place("store_person", 2, "lhbtiq")),
        (KEY, place("store_person", 1, "ex_amv")),
        (KEY, place("store_household", 1, "lhbtiq")),
    ):
        with pytest.raises(CannotOpen):
            open_bytes(key, text, elsewhere)


def test_no_nonce_is_used_twice():
    sealed = [base64.b64decode(seal_bytes(KEY, b"true", b"here"))[:12] for _ in range(500)]
    assert len(set(sealed)) == 500


# --- master keys --------------------------------------------------------------------------------


def test_the_key_file_is_for_its_owner_only(tmp_path):
    file = tmp_path / "store.keys"
    write_keys(KeyRing.new(), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    write_keys(read_keys(file).with_new_key(), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["store.keys"]


def test_a_key_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "store.keys"
    ring = KeyRing.new()
    write_keys(ring, file)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("allocator.store.keys.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_keys(ring.with_new_key(), file)
    assert read_keys(file) == ring
    assert [path.name for path in tmp_path.iterdir()] == ["store.keys"]


GOOD = base64.b64encode(KEY).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "null",
        "{}",
        json.dumps({"current": "k1"}),
        json.dumps({"current": "k1", "keys": []}),
        json.dumps({"current": "k1", "keys": {}}),
        json.dumps({"current": "k2", "keys": {"k1": GOOD}}),
        json.dumps({"current": "k1", "keys": {"k1": GOOD[:20]}}),
        json.dumps({"current": "k1", "keys": {"k1": "%%%"}}),
        json.dumps({"current": "k1", "keys": {"k1": 5}}),
        json.dumps({"current": "s", "keys": {"s": GOOD}}),
        json.dumps({"current": "k1", "keys": {"k1": GOOD, "old": GOOD}}),
        '{"current": "k1", "keys": {"k1": "\udcff"}}',
    ],
)
def test_a_broken_key_file_is_told(tmp_path, text):
    file = tmp_path / "store.keys"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadCall) as caught:
        read_keys(file)
    assert caught.value.message == "store.bad_keys"
    assert GOOD[:8] not in f"{caught.value!r} {caught.value.values}"


def test_no_key_file_is_told(tmp_path):
    with pytest.raises(BadCall) as caught:
        read_keys(tmp_path / "none.keys")
    assert caught.value.message == "store.no_keys"


def test_a_master_key_that_is_not_there_opens_nothing(two, tmp_path):
    sealed = keychain.seal("x", b"here", None)
    other = Keychain()
    with pytest.raises(BadCall) as caught:
        other.open(sealed, b"here", None)
    assert caught.value.message == "store.no_keys"
    other.take(KeyRing.new())
    with pytest.raises(CannotOpen):
        other.open(sealed, b"here", None)


def test_a_fresh_key_seals_and_the_old_one_opens():
    ring = KeyRing.new()
    keys = Keychain()
    keys.take(ring)
    before = keys.seal("x", b"here", None)
    keys.take(ring.with_new_key())
    after = keys.seal("x", b"here", None)
    assert (before[:3], after[:3]) == ("k1.", "k2.")
    assert keys.open(before, b"here", None) == keys.open(after, b"here", None) == "x"
    keys.take(ring.with_new_key().only_current())
    with pytest.raises(CannotOpen):
        keys.open(before, b"here", None)


def test_a_key_file_written_anew_is_read_again(tmp_path):
    file = tmp_path / "store.keys"
    write_keys(KeyRing.new(), file)
    keys = Keychain()
    keys.take(read_keys(file), file)
    write_keys(keys.ring.with_new_key(), file)
    assert keys.ring.current == "k1"
    keys.forget()
    assert keys.ring == read_keys(file)
    assert keys.ring.current == "k2"
    file.unlink()
    keys.forget()
    assert keys.ring.current == "k2"


def test_new_keys_are_never_written_over_others(tmp_path):
    file = tmp_path / "store.keys"
    write_keys(KeyRing.new(), file, new=True)
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        write_keys(KeyRing.new(), file, new=True)
    assert file.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["store.keys"]
