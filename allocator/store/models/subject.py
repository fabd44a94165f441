"""A household as plans, decisions and the log know it."""

from __future__ import annotations

from django.db import models


class Subject(models.Model):
    """A keyed pseudonym, and the household's own key, wrapped by a master key.

    ``ref`` is the household's id in an instance.  Of an erased household neither is left; its
    pseudonym stays in the log, and nobody can say whose it was.
    """

    id = models.CharField(primary_key=True, max_length=32)
    ref = models.CharField(max_length=64, null=True, unique=True)
    wrapped_key = models.TextField(default="")
    erased_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.pk
