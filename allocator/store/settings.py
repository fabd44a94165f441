"""Settings of Django for the store alone: no pages, no users.

The database is named by the environment variable ``ALLOCATOR_STORE``; the commands set it anew
with :func:`allocator.store.connection.connect`.
"""

from __future__ import annotations

import os

from allocator.store.places import DEFAULT_STORE, STORE, database_of

INSTALLED_APPS = ["allocator.store"]
DATABASES = {"default": database_of(os.environ.get(STORE, DEFAULT_STORE))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
