"""Rounds, their drafts, and what became of each proposal."""

from __future__ import annotations

from typing import Any

from django.db import models

from allocator.store.fields import SealedField
from allocator.store.models.columns import (
    maybe,
    optional_day,
    optional_number,
    row_id,
    to_subject,
    whole,
    words,
    yes,
)


class Round(models.Model):
    """A matching round: open until it is closed."""

    number = models.BigIntegerField(primary_key=True)
    peildatum = models.DateField()
    opened_n = models.BigIntegerField()
    closed_n = optional_number()

    def __str__(self) -> str:
        return str(self.number)


class Draft(models.Model):
    """A plan as it was computed: from what, with which settings, how well.

    ``case`` is the instance without its households, ``settings`` how it was solved, ``summary``
    what summary.json says.  ``price`` is what putting stability first costs, by tier.
    """

    row = row_id()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="drafts")
    number = models.BigIntegerField()
    n = models.BigIntegerField()
    digest = words()
    version = words()
    solver = words()
    case: Any = models.JSONField()
    settings: Any = models.JSONField()
    summary: Any = models.JSONField()
    wijken: Any = models.JSONField()
    price: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="draft_of_round"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}.{self.number}"


class DraftRow(models.Model):
    """A household in a draft: as it was known then, and what the plan says of it, both sealed."""

    row = row_id()
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="rows")
    subject = to_subject()
    case: Any = SealedField(null=True)
    result: Any = SealedField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "subject"], name="row_of_draft"),
        ]

    def __str__(self) -> str:
        return str(self.row)


class Candidate(models.Model):
    """A household proposed for a home, and how far it came; ``version`` counts its steps."""

    row = row_id()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="candidates")
    draft = models.ForeignKey(Draft, null=True, on_delete=models.PROTECT, related_name="+")
    subject = to_subject()
    home = models.TextField()
    state = models.TextField()
    locked = yes()
    answer_by = optional_day()
    version = whole()

    class Meta:
        indexes = [models.Index(fields=["state"], name="candidate_state")]

    def __str__(self) -> str:
        return str(self.row)


class Step(models.Model):
    """A step of a candidate: from which state to which, by whom; why is sealed, the code too."""

    row = row_id()
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="steps")
    subject = to_subject()
    n = models.BigIntegerField()
    name = words()
    before = maybe()
    after = words()
    on_day = models.DateField()
    who = words()
    role = words()
    code: Any = SealedField(null=True)
    reasonable = models.BooleanField(null=True)
    reason: Any = SealedField(null=True)

    def __str__(self) -> str:
        return f"{self.n} {self.name}"


class Placement(models.Model):
    """A home that was let; ``undone_n`` when it was taken back.

    ``persons`` and ``counted`` as on that day: they count after the household was erased too.
    ``supported`` is sealed with the master key for the same reason, so it has no ``subject``.
    """

    row = row_id()
    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="placement")
    n = models.BigIntegerField()
    undone_n = optional_number()
    signed_on = models.DateField()
    home = words()
    wijk = words()
    complex = maybe()
    corporatie = words()
    persons = whole()
    counted = whole()
    supported: Any = SealedField()

    def __str__(self) -> str:
        return str(self.n)


class Note(models.Model):
    """What people said of a round: why it was opened again."""

    row = row_id()
    n = models.BigIntegerField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="notes")
    name = words()
    reason: Any = SealedField()

    def __str__(self) -> str:
        return f"{self.n} {self.name}"
