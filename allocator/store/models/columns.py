"""Columns that several tables have."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models


def row_id() -> Any:
    """Return a primary key that is known before the row is saved."""
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


def to_subject() -> Any:
    """Return a reference to the household that a row is about."""
    return models.ForeignKey("store.Subject", on_delete=models.PROTECT, related_name="+")


def optional_number() -> Any:
    """Return a whole number that may be empty."""
    return models.BigIntegerField(null=True)


def whole() -> Any:
    """Return a whole number."""
    return models.BigIntegerField(default=0)


def words() -> Any:
    """Return text that may be empty."""
    return models.TextField(default="")


def maybe() -> Any:
    """Return text, a choice, an id or an exact decimal, that may be absent."""
    return models.TextField(null=True)


def optional_day() -> Any:
    """Return a day that may be empty."""
    return models.DateField(null=True)


def yes() -> Any:
    """Return yes or no."""
    return models.BooleanField(default=False)


def things() -> Any:
    """Return a list."""
    return models.JSONField(default=list)
