"""Stores, and a browser, for the pages."""

from __future__ import annotations

from tests.databases import databases, file, place
from tests.web.served import browser, demo

__all__ = ["browser", "databases", "demo", "file", "place"]
