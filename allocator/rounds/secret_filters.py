"""Filtering households on sealed values: opened in memory, for those who may.

Who matches is written nowhere: the log says that all of them were looked at, which is so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from allocator.domain.choices import Mobility, Need, Support
from allocator.rounds.found import YES_NO
from allocator.store import models
from allocator.store.keychain import keychain
from allocator.store.sealing import place

NONE = "none"
FEW = 500  # so many can be named in a question to the database
# Values of the household itself, and of any of its persons.
OF_HOUSEHOLD: Mapping[str, tuple[str, ...]] = {
    "support": tuple(Support), "needs": tuple(Need), "urgency": YES_NO,
}  # fmt: skip
OF_PERSON: Mapping[str, tuple[str, ...]] = {
    "mobility": tuple(Mobility), "lhbtiq": YES_NO, "ex_amv": YES_NO,
}  # fmt: skip
SECRET: Mapping[str, tuple[str, ...]] = {**OF_HOUSEHOLD, **OF_PERSON}


def matching(subjects: set[str], filters: Mapping[str, str]) -> set[str]:
    """Return the subjects whose sealed values match each filter that is about such a value.

    A value of a person matches when anybody in the household has it, ``none`` and ``no`` when
    nobody has any.
    """
    wanted = {name: value for name, value in filters.items() if name in SECRET}
    if wanted:
        known = models.Subject.objects.exclude(wrapped_key="")
        keychain.unlock([subject for subject in known if subject.pk in subjects])
    left = set(subjects)
    for name, value in wanted.items():
        opened = _opened(name, left)
        left = {subject for subject in left if _matches(value, opened.get(subject, []))}
    return left


def _matches(value: str, found: Sequence[Any]) -> bool:
    if value in YES_NO:
        return any(found) == (value == "yes")
    if value == NONE:
        return all(one == NONE for one in found)
    return value in found


def _opened(name: str, subjects: set[str]) -> dict[str, list[Any]]:
    """Return the values of a field by subject; of a household with several persons of each."""
    model: Any = models.Household if name in OF_HOUSEHOLD else models.Person
    rows = model.objects.filter(gone_n=None) if name in OF_PERSON else model.objects.all()
    if len(subjects) <= FEW:
        rows = rows.filter(subject_id__in=subjects)
    table = model._meta.db_table
    values: dict[str, list[Any]] = defaultdict(list)
    # Without a thing for each row: there may be thousands.
    for row, subject, sealed in rows.values_list("row", "subject_id", name):
        if subject in subjects:
            value = keychain.open(sealed, place(table, row, name), subject)
            values[subject] += value if isinstance(value, list) else [value]
    return values
