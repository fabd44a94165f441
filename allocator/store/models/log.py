"""The log: a row per use, each holding the hash of the one before."""

from __future__ import annotations

from django.db import models

from allocator.store.models.columns import words


class LogEntry(models.Model):
    """A use: who, as what, when, what, on whom, on which ground, with what result.

    Written once: triggers of the database refuse changes.  ``subjects`` holds pseudonyms, apart
    by spaces.  See :mod:`allocator.store.log`.
    """

    n = models.BigIntegerField(primary_key=True)
    at = words()
    who = words()
    role = words()
    action = words()
    ground = words()
    round = models.BigIntegerField(null=True)
    subjects = words()
    settings = words()
    result = words()
    prev = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.n} {self.action}"
