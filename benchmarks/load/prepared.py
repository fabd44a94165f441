"""A store to click in: a generated city, a round with its draft sent, and people to log in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

CITY = "city-backlog"  # 1,500 statushouder households and 400 of ontheemden; 600 homes
# Of 50 people: who is what.
SHARES = {"team": 20, "corporatie": 24, "planner": 3, "auditor": 3}


@dataclass(frozen=True)
class Person:
    """Somebody who is logged in: the key of the session is what a browser would hold."""

    role: str
    session: str


def prepared(where: str, keys: Path, folder: Path, users: int, first: float) -> list[Person]:
    """Fill a store, and return the people.

    Parameters
    ----------
    first
        Seconds for the first draft, which need not be proven.
    """
    from allocator.generate import generate
    from allocator.matching import Settings
    from allocator.reading import write_folder
    from allocator.store.connection import connect
    from models.budget import Budget

    connect(where, keys, create=True)  # before anything that knows its tables
    from allocator.rounds import drafting, importing, opening, sending
    from allocator.rounds.use import Actor

    made = generate(CITY, 1)
    write_folder(made, folder / "city")
    team = Actor("load", "team")
    importing.apply(team, folder / "city")
    opening.open_new(team)
    drafting.propose(team, Settings(budget=Budget(seconds=first)))
    sending.send(team, date.today() + timedelta(days=30))
    people = _people(users, [owner.id for owner in made.corporaties])
    from django.db import connections

    connections.close_all()
    return people


def _people(users: int, corporaties: list[str]) -> list[Person]:
    """Return people who are logged in, each with an account of their own."""
    owners = cycle(corporaties)
    whole = sum(SHARES.values())
    roles = [role for role, n in SHARES.items() for _ in range(n)]
    picked = [roles[i * whole // users] for i in range(users)]
    return [
        Person(role, _session(f"load-{i}", role, next(owners) if role == "corporatie" else ""))
        for i, role in enumerate(picked)
    ]


def _session(username: str, role: str, corporatie: str) -> str:
    """Return the session of somebody who has just logged in with a second factor."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from allocator.web.models import Account
    from allocator.web.signing_in import guard

    account = Account(username=username, role=role, corporatie=corporatie)
    account.set_unusable_password()
    account.save()
    device = TOTPDevice.objects.create(user=account, name="phone")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = guard.LOCAL
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.create()
    return str(session.session_key)
