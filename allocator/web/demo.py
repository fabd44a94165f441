"""A demonstration: instances/nijmegen in a store of its own, and accounts that everybody knows.

The scenarios beside the sample are kept in it, as if its planner had added them.

The day is that of the sample.  The store is made for this and never used in production: with
one of these accounts the pages do not start there, and a store that is not a demonstration gets
none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from allocator.errors import BadCall
from allocator.rounds import importing
from allocator.rounds.scenarios import keeping
from allocator.rounds.use import SYSTEM, Actor, Role
from allocator.store import models
from allocator.web.models import Account

SCENARIOS = "scenarios"
PASSWORD = "plaatswijs-demo"  # noqa: S105 - everybody may know it


@dataclass(frozen=True)
class DemoAccount:
    """An account of a demonstration."""

    username: str
    name: str
    role: Role
    corporatie: str = ""


ACCOUNTS = (
    DemoAccount("anna", "Anna Huisvesting", "team"),
    DemoAccount("bram", "Bram van Portaal", "corporatie", "portaal"),
    DemoAccount("carla", "Carla van Talis", "corporatie", "talis"),
    DemoAccount("dirk", "Dirk Planning", "planner"),
    DemoAccount("els", "Els Controle", "auditor"),
)


def make(instance: Path) -> date:
    """Have the sample and the accounts in the store that is connected; return the day of it.

    Raises
    ------
    BadCall
        When the store holds something else than a demonstration.
    """
    begun = models.Import.objects.exists() or Account.objects.exists()
    if begun and not Account.objects.filter(demo=True).exists():
        raise BadCall("serve.not_a_demo")
    if not begun:
        for one in ACCOUNTS:
            _account(one)
        importing.apply(Actor(SYSTEM, "system"), instance)
    newest: Any = models.Import.objects.order_by("-n").first()
    if newest is None:
        newest = importing.apply(Actor(SYSTEM, "system"), instance)
        newest = models.Import.objects.get(n=newest.n)
    day: date = newest.peildatum
    if not begun:
        planner = Actor("dirk", "planner", today=day)
        for file in sorted((instance / SCENARIOS).glob("*.toml")):
            keeping.add_file(planner, file)
    return day


def _account(one: DemoAccount) -> None:
    made = Account(
        username=one.username, name=one.name, role=one.role, corporatie=one.corporatie, demo=True,
        email=f"{one.username}@example.org",
    )  # fmt: skip
    made.set_password(PASSWORD)
    made.save()
