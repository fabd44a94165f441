"""The keys in hand: the master keys, and the key of each household as far as it was needed."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allocator.errors import BadCall
from allocator.store.keys import BYTES, KeyRing, read_keys
from allocator.store.sealing import CannotOpen, Erased, open_bytes, place, seal_bytes, to_block

if TYPE_CHECKING:
    from allocator.store.models import Subject

OF_SUBJECT = "s"


class Keychain:
    """Seals and opens the values of one store."""

    def __init__(self) -> None:
        self._ring: KeyRing | None = None
        self._file: Path | None = None
        self._seen: tuple[int, int] | None = None
        self._subjects: dict[str, bytes] = {}

    def take(self, ring: KeyRing, file: Path | None = None) -> None:
        """Use these master keys from now on; ``file`` is where they came from."""
        self._ring, self._file, self._seen = ring, file, None
        self._subjects.clear()

    def forget(self) -> None:
        """Forget what may be different by now.

        The key of a household may have been destroyed, and the master keys may have been changed
        by another process: what is sealed with one that is gone would be lost.
        """
        self._subjects.clear()
        stamp = _stamp(self._file)
        if self._file is not None and stamp not in (None, self._seen):
            self._ring, self._seen = read_keys(self._file), stamp

    def came_from(self, file: Path) -> bool:
        """Whether the master keys were read from this file."""
        return self._file is not None and self._file.exists() and self._file.samefile(file)

    @property
    def ring(self) -> KeyRing:
        """The master keys."""
        if self._ring is None:
            raise BadCall("store.no_keys", path="?")
        return self._ring

    def new_wrapped_key(self, subject: str) -> str:
        """Return a fresh key for a household, wrapped by the master key in use."""
        key = secrets.token_bytes(BYTES)
        self._subjects[subject] = key
        return self._wrap(subject, key)

    def rewrap(self, subject: Subject) -> str:
        """Return the key of a household wrapped by the master key in use."""
        return self._wrap(subject.pk, self._unwrap(subject))

    def unlock(self, subjects: list[Subject]) -> None:
        """Have the keys of these households at hand, so that they are not read one by one."""
        for subject in subjects:
            if subject.wrapped_key and subject.pk not in self._subjects:
                self._subjects[subject.pk] = self._unwrap(subject)

    def seal(self, value: Any, where: bytes, subject: str | None) -> str:
        """Return a value sealed with the key of a household, or the master key."""
        if subject is None:
            name, key = self.ring.current, self.ring.keys[self.ring.current]
        else:
            name, key = OF_SUBJECT, self._key_of(subject)
        return f"{name}.{seal_bytes(key, to_block(value), where)}"

    def open(self, text: str, where: bytes, subject: str | None) -> Any:
        """Return a value that was sealed.

        Raises
        ------
        Erased
            When the household's key was destroyed.
        CannotOpen
            When the master key is not there, or the value was changed or moved.
        """
        name, _, sealed = text.partition(".")
        key = self._key_of(subject or "") if name == OF_SUBJECT else self._master(name)
        return json.loads(open_bytes(key, sealed, where))

    def _master(self, name: str) -> bytes:
        key = self.ring.keys.get(name)
        if key is None:  # what stands there may be no name but a value that nobody sealed
            raise CannotOpen(name if name[1:].isdecimal() else "?")
        return key

    def _wrap(self, subject: str, key: bytes) -> str:
        ring = self.ring
        sealed = seal_bytes(ring.keys[ring.current], key, place("subject", subject, "key"))
        return f"{ring.current}.{sealed}"

    def _unwrap(self, subject: Subject) -> bytes:
        if not subject.wrapped_key:
            raise Erased(subject.pk)
        name, _, sealed = subject.wrapped_key.partition(".")
        return open_bytes(self._master(name), sealed, place("subject", subject.pk, "key"))

    def _key_of(self, subject: str) -> bytes:
        key = self._subjects.get(subject)
        if key is None:
            from allocator.store.models import Subject

            found = Subject.objects.filter(pk=subject).first()
            if found is None:
                raise Erased(subject)
            key = self._subjects[subject] = self._unwrap(found)
        return key


def _stamp(file: Path | None) -> tuple[int, int] | None:
    """Return what is another when a file was written anew, ``None`` when it is not there."""
    try:
        found = None if file is None else file.stat()
    except OSError:
        return None
    return None if found is None else (found.st_ino, found.st_mtime_ns)


keychain = Keychain()
