"""Commands that work on the store: parse, call one function of ``allocator.rounds``, print."""

from __future__ import annotations

from allocator.commands.keeping import audit, backup, purge, restore, rotate_keys, subject
from allocator.commands.moves import moves
from allocator.commands.rounds import rounds

KEEPING = (audit, subject, purge, backup, restore, rotate_keys)

__all__ = ["KEEPING", "moves", "rounds"]
