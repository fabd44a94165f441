"""Commands that work on the store: parse, call one function of ``allocator.rounds``, print."""

from __future__ import annotations

from allocator.commands.accounts import account
from allocator.commands.deciding import decide
from allocator.commands.facts import households
from allocator.commands.figures import dashboard
from allocator.commands.keeping import audit, backup, purge, restore, rotate_keys, subject
from allocator.commands.kept_scenarios import scenarios
from allocator.commands.looking import draft_
from allocator.commands.moves import moves
from allocator.commands.rounds import rounds
from allocator.commands.serving import serve

KEEPING = (audit, subject, purge, backup, restore, rotate_keys, account, serve)
# In the order of a week; what is of shelter comes last.
WEEK = (
    "import", "households", "homes", "dossier", "edit", "settings",
    "open", "propose", "send", "cards", "decide", "resolve", "offer", "household", "sign",
    "withdraw", "expire", "close", "reopen", "show", "draft", "report",
    "price", "ways", "figures", "dashboard", "fairness", "export", "replay",
    "announce", "agree", "object", "moved", "moves", "timeline",
    "scenarios",
)  # fmt: skip
rounds.commands = {name: rounds.commands[name] for name in WEEK}

__all__ = [
    "KEEPING",
    "WEEK",
    "dashboard",
    "decide",
    "draft_",
    "households",
    "moves",
    "rounds",
    "scenarios",
]
