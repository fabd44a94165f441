"""A column that holds any value of JSON, sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from allocator.store.keychain import keychain
from allocator.store.sealing import Erased, place

if TYPE_CHECKING:
    AnyText = models.TextField[Any, Any]
else:
    AnyText = models.TextField


class Ciphertext(str):
    """A sealed value as it stands in the database."""

    __slots__ = ()


class _Opened(DeferredAttribute):
    """Opens a value when somebody looks at it, not when its row is read."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        value = super().__get__(instance, owner)
        if isinstance(value, Ciphertext):
            field = self.field
            where = place(instance._meta.db_table, instance.pk, field.attname)
            value = keychain.open(value, where, getattr(instance, "subject_id", None))
            instance.__dict__[field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        """Hold a value; with this method Python asks ``__get__`` although it is held."""
        instance.__dict__[self.field.attname] = value


def opened(row: models.Model, name: str) -> Any:
    """Return a sealed value of a row, ``None`` when its household was erased."""
    try:
        return getattr(row, name)
    except Erased:
        return None


class SealedField(AnyText):
    """A value sealed with the key of the row's ``subject``, or the master key where it has none.

    The row's primary key must be known before it is saved.  Sealed values are written by
    ``save`` and ``bulk_create`` only, and cannot be searched for.
    """

    descriptor_class = _Opened
    # What may be assigned, for the type checker.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: object) -> Ciphertext | None:
        """Return what stands in the database, not yet opened."""
        return None if value is None else Ciphertext(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return the value sealed for its place."""
        held = model_instance.__dict__.get(self.attname)
        if held is None or isinstance(held, Ciphertext):
            return held
        where = place(model_instance._meta.db_table, model_instance.pk, self.attname)
        subject = getattr(model_instance, "subject_id", None)
        return Ciphertext(keychain.seal(held, where, subject))

    def get_prep_value(self, value: Any) -> Any:
        """Return the text for the database; a value that is not sealed never gets there."""
        if value is None:
            return None
        if not isinstance(value, Ciphertext):
            raise TypeError(f"{self.name} is sealed: save the row")
        return str(value)

    def to_python(self, value: Any) -> Any:
        """Return any value of JSON as it is."""
        return value
