"""Relocation plans that people were told of, and what became of each move."""

from __future__ import annotations

from typing import Any

from django.db import models

from allocator.store.fields import SealedField
from allocator.store.models.columns import maybe, row_id, to_subject, whole, words


class Announcement(models.Model):
    """A relocation plan as it was announced: from what it was made, how well, until when.

    ``digest`` is that of the instance, ``summary`` what summary.json says.  ``object_by`` is the
    last day to object.
    """

    number = models.BigIntegerField(primary_key=True)
    n = models.BigIntegerField()
    peildatum = models.DateField()
    digest = words()
    summary: Any = models.JSONField()
    object_by = models.DateField()

    def __str__(self) -> str:
        return str(self.number)


class Announced(models.Model):
    """Where a household was announced to be: by month the site, or no place; sealed."""

    row = row_id()
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="rows")
    subject = to_subject()
    places: Any = SealedField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "subject"], name="announced_of_announcement"
            ),
        ]

    def __str__(self) -> str:
        return str(self.row)


class Move(models.Model):
    """A household that goes elsewhere in a month, and how far that came.

    ``announcement`` is the newest one that says so; ``object_by`` is that of the first.
    ``from_site`` is absent for an entry and ``to_site`` for who loses its place.  ``reason``
    (a code), ``why`` (in words) and ``rooms`` are sealed: they follow from special fields.
    ``version`` counts the steps.
    """

    row = row_id()
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="moves")
    subject = to_subject()
    month = models.CharField(max_length=7)
    kind = words()
    from_site = maybe()
    to_site = maybe()
    persons = whole()
    state = models.TextField()
    object_by = models.DateField()
    version = whole()
    reason: Any = SealedField(null=True)
    why: Any = SealedField(null=True)
    rooms: Any = SealedField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state"], name="move_state")]

    def __str__(self) -> str:
        return str(self.row)


class MoveStep(models.Model):
    """A step of a move: from which state to which, by whom, why (sealed)."""

    row = row_id()
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="steps")
    subject = to_subject()
    n = models.BigIntegerField()
    name = words()
    before = maybe()
    after = words()
    on_day = models.DateField()
    who = words()
    role = words()
    code: Any = SealedField(null=True)
    reason: Any = SealedField(null=True)

    def __str__(self) -> str:
        return f"{self.n} {self.name}"
