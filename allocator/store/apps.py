"""The tables as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Named ``store`` in migrations and tables."""

    name = "allocator.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
