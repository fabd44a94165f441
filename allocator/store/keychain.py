"""The keys in hand: the master keys, and the key of each household as far as it was needed."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from allocator.errors import BadCall
from allocator.store.keys import BYTES, KeyRing
from allocator.store.sealing import CannotOpen, Erased, open_bytes, place, seal_bytes, to_block

if TYPE_CHECKING:
    from allocator.store.models import Subject

OF_SUBJECT = "s"


class Keychain:
    """Seals and opens the values of one store."""

    def __init__(self) -> None:
        self._ring: KeyRing | None = None
        self._subjects: dict[str, bytes] = {}

    def take(self, ring: KeyRing) -> None:
        """Use these master keys from now on."""
        self._ring = ring
        self._subjects.clear()

    def forget(self) -> None:
        """Forget the keys of households: one may have been destroyed meanwhile."""
        self._subjects.clear()

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
        if key is None:
            raise CannotOpen(name)
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
        if subject not in self._subjects:
            from allocator.store.models import Subject

            found = Subject.objects.filter(pk=subject).first()
            if found is None:
                raise Erased(subject)
            self._subjects[subject] = self._unwrap(found)
        return self._subjects[subject]


keychain = Keychain()
