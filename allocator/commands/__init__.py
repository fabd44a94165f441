"""Commands that work on the store: parse, call one function of ``allocator.rounds``, print."""

from __future__ import annotations

from allocator.commands.deciding import decide
from allocator.commands.keeping import audit, backup, purge, restore, rotate_keys, subject
from allocator.commands.moves import moves
from allocator.commands.rounds import rounds
from allocator.commands.serving import serve

KEEPING = (audit, subject, purge, backup, restore, rotate_keys, serve)
# In the order of a week; what is of shelter comes last.
WEEK = (
    "import", "open", "propose", "send", "cards", "decide", "resolve", "offer", "household",
    "sign", "withdraw", "expire", "close", "reopen", "show", "figures", "export", "replay",
    "announce", "agree", "object", "moved", "moves",
)  # fmt: skip
rounds.commands = {name: rounds.commands[name] for name in WEEK}

__all__ = ["KEEPING", "WEEK", "decide", "moves", "rounds"]
