"""Scenarios that planners keep, and what came of comparing them: nothing in it is of one person."""

from __future__ import annotations

from typing import Any

from django.db import models

from allocator.store.models.columns import row_id, things, whole, words


class Scenario(models.Model):
    """A scenario as its file says it; ``name`` and ``note`` are what that file holds.

    ``text`` is TOML over an instance: it changes homes and limits, and knows no people.
    """

    row = row_id()
    name = models.TextField(unique=True)
    note = words()
    text = words()
    who = words()
    added_on = models.DateField()

    def __str__(self) -> str:
        return str(self.name)


class Comparison(models.Model):
    """Scenarios that were run side by side: what it came to, as a page and as a workbook.

    ``names`` are in the order in which they were compared; the first is the base.
    """

    row = row_id()
    made_at = models.DateTimeField(auto_now_add=True)
    who = words()
    names: Any = things()
    replications = whole()
    weeks = whole()
    seed = whole()
    summary: Any = models.JSONField(default=dict)
    report = models.BinaryField()
    workbook = models.BinaryField()

    def __str__(self) -> str:
        return ", ".join(self.names)
