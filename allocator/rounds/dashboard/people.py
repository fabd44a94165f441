"""Who is in each household: only what figures are counted by, and nothing that is sealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from allocator.domain.choices import Role
from allocator.store import models


class Someone(NamedTuple):
    """A person of a household."""

    id: str
    birth_date: date
    role: Role | None


People = Mapping[str, Sequence[Someone]]
ROLES = {role.value: role for role in Role}


def people_now() -> People:
    """Return the persons of each household, as far as they are in the files now."""
    return _people(models.Person.objects.filter(gone_n=None))


def people_of(subjects: Collection[str]) -> People:
    """Return the persons of the households of some subjects, those that disappeared too."""
    return _people(models.Person.objects.filter(subject__in=subjects))


def _people(rows: QuerySet[models.Person]) -> People:
    found: dict[str, list[Someone]] = defaultdict(list)
    for household, ref, born, role in rows.values_list("household", "ref", "birth_date", "role"):
        found[household].append(Someone(ref, born, ROLES.get(role or "")))
    return found
