"""Tests on the store: Django knows its settings before any of them is read."""

from allocator.store.connection import prepare

prepare()
