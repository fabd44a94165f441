"""What imports brought, and what was taken out of them by hand."""

from __future__ import annotations

from typing import Any

from django.db import models

from allocator.store.fields import SealedField
from allocator.store.models.columns import optional_number, row_id, words


class Import(models.Model):
    """A folder or workbook that was read; ``n`` is its number in the log."""

    n = models.BigIntegerField(primary_key=True)
    source = words()
    digest = words()
    peildatum = models.DateField()

    def __str__(self) -> str:
        return str(self.n)


class Change(models.Model):
    """A row that an import or a person changed: its fields before and after, sealed."""

    row = row_id()
    n = models.BigIntegerField(db_index=True)
    table = words()
    key = words()
    subject = models.ForeignKey(
        "store.Subject", null=True, on_delete=models.PROTECT, related_name="+"
    )
    source = words()
    before: Any = SealedField(null=True)
    after: Any = SealedField(null=True)

    def __str__(self) -> str:
        return f"{self.n} {self.table}"


class Retired(models.Model):
    """A home or a household that people withdrew; ``back_n`` when it came back."""

    row = row_id()
    n = models.BigIntegerField()
    back_n = optional_number()
    subject = models.ForeignKey(
        "store.Subject", null=True, on_delete=models.PROTECT, related_name="+"
    )
    home = models.TextField(null=True)
    reason: Any = SealedField()

    def __str__(self) -> str:
        return str(self.n)
