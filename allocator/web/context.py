"""What every page shows around its own contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from allocator import __version__
from allocator.web.acting import today, words
from allocator.web.models import Account

# The pages in the menu of each role, by name.
MENU: dict[str, tuple[str, ...]] = {
    "team": (
        "round",
        "households",
        "homes",
        "moves",
        "scenarios",
        "dashboard",
        "import",
        "settings",
    ),
    "corporatie": ("cards", "own_homes"),
    "planner": ("wijken", "timeline", "scenarios", "dashboard"),
    "auditor": ("log", "fairness", "settings", "dashboard"),
}


@dataclass(frozen=True)
class MenuItem:
    """A page in the menu; ``here`` when it is the one that is open, or one below it."""

    name: str
    address: str
    here: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame around a page needs."""
    who = getattr(request, "user", None)
    found = who if isinstance(who, Account) else None
    return {
        "texts": words(request),
        "language": getattr(request, "language", "nl"),
        "account": found,
        "menu": _menu(found, request.path),
        "demo": settings.OURS.demo,
        "today": today(),
        "theme": settings.OURS.theme_css is not None,
        "version": __version__,
    }


def _menu(who: Account | None, path: str) -> list[MenuItem]:
    if who is None:
        return []
    items = []
    for name in MENU[who.role]:
        address = reverse(name)
        items.append(MenuItem(name, address, path.startswith(address)))
    return items
