"""Stores to test on."""

from __future__ import annotations

from tests.databases import databases, file, place

__all__ = ["databases", "file", "place"]
