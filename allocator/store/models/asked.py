"""What people asked to have solved: how far it is, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db import models

from allocator.store.fields import SealedField
from allocator.store.models.columns import maybe, row_id, words, yes
from allocator.store.models.rounds import Round

WAITING, SOLVING, DONE, FAILED = "waiting", "solving", "done", "failed"
UNFINISHED = (WAITING, SOLVING)
DRAFTS = ("propose", "resolve")  # the kinds of question that a draft answers


class Asked(models.Model):
    """A draft, a price, alternatives or a relocation plan that somebody asked for.

    A worker solves it.  A relocation plan is of no ``round``.

    ``question`` and ``answer`` are sealed with the master key: they may name several households,
    and are deleted when one of them is erased.  ``tier``, ``value`` and ``bound`` are how far the
    solve is.  ``said`` is the message and its values of a step that was refused.
    """

    row = row_id()
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="asked")
    kind = words()
    who = words()
    role = words()
    state = words()
    stop = yes()
    asked_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    tier = maybe()
    value = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    said: Any = models.JSONField(null=True)
    question: Any = SealedField(null=True)
    answer: Any = SealedField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
