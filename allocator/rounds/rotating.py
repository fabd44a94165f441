"""Changing the master key: a new one, and the old one gone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allocator.errors import BadCall
from allocator.rounds.use import KEEPING, Actor, using
from allocator.store.keychain import keychain
from allocator.store.keys import read_keys, write_keys
from allocator.store.rotation import reseal, rewrap


@dataclass(frozen=True)
class Rotated:
    """A change of the master key: its id, and what was sealed with it anew."""

    key: str
    households: int
    values: int


def rotate(actor: Actor, keys_file: Path) -> Rotated:
    """Seal everything that the master key seals with a new one, and drop the old one.

    The new key is in the file before anything is sealed with it, and the old one until nothing is
    any more: stopped at any moment, the store opens, and rotating again ends what was begun.
    Other processes read the file again at their next use, so it must be one file for all.

    A backup of the database from before opens with the old file only: keep that with it, for as
    long as the backup is kept.

    Raises
    ------
    BadCall
        When the file is not there, or is not the one that the store was opened with.
    """
    with using(actor, "rotate", ground=KEEPING) as use:
        ring = read_keys(keys_file)
        if not keychain.came_from(keys_file):
            raise BadCall("store.other_keys", path=keys_file)
        write_keys(ring.with_new_key(), keys_file)
        keychain.forget()
        done = Rotated(keychain.ring.current, rewrap(), reseal())
        use.result = {"key": done.key, "households": done.households, "values": done.values}
    _drop(actor, keys_file, done.key)
    return done


def _drop(actor: Actor, keys_file: Path, key: str) -> None:
    """Drop the keys before the one given, unless somebody is on the way to the next already."""
    with using(actor, "drop_keys", ground=KEEPING) as use:
        if keychain.ring.current == key:
            write_keys(keychain.ring.only_current(), keys_file)
        use.result = {"key": keychain.ring.current}
    keychain.forget()
