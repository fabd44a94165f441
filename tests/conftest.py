"""All tests run with the settings of the pages: their tables are in every store.

The variable does not stay: a command that a test starts has the settings of its own.
"""

from __future__ import annotations

import os

from allocator.store.connection import prepare

os.environ["DJANGO_SETTINGS_MODULE"] = "allocator.web.settings"
prepare()
del os.environ["DJANGO_SETTINGS_MODULE"]
