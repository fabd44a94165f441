"""Sealing all that the master key seals with the key now in use.

The keys of households are wrapped by the master key, and values that are about no household are
sealed with it: both are sealed anew, in every table there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from allocator.store.fields import SealedField
from allocator.store.keychain import keychain
from allocator.store.models import Subject

CHUNK = 500


def sealed_tables() -> Iterator[tuple[Any, list[str]]]:
    """Return each table with sealed columns, and their names."""
    for model in apps.get_app_config("store").get_models():
        columns = [f.name for f in model._meta.concrete_fields if isinstance(f, SealedField)]
        if columns:
            yield model, columns


def rewrap() -> int:
    """Wrap the key of every household with the master key in use; return how many."""
    subjects = list(Subject.objects.exclude(wrapped_key=""))
    for subject in subjects:
        subject.wrapped_key = keychain.rewrap(subject)
    Subject.objects.bulk_update(subjects, ["wrapped_key"], batch_size=CHUNK)
    return len(subjects)


def reseal() -> int:
    """Seal every value that is about no household with the master key in use; return how many."""
    return sum(_reseal(row, columns) for model, columns in sealed_tables() for row in _rows(model))


def _rows(model: Any) -> list[Any]:
    """Return the rows of a table that have no household."""
    names = {f.name for f in model._meta.concrete_fields}
    rows = model.objects.filter(subject=None) if "subject" in names else model.objects.all()
    return list(rows)


def _reseal(row: Any, columns: list[str]) -> int:
    held = [name for name in columns if getattr(row, name) is not None]  # looking opens it
    if held:
        row.save(update_fields=held)
    return len(held)
