"""Who may open the pages, by command."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connections
from django_otp.plugins.otp_totp.models import TOTPDevice

from allocator.store import models
from allocator.web.models import Account
from allocator.web.signing_in import devices, guard, halfway
from tests.cli.build import Call
from tests.databases import databases, file
from tests.rounds.people import imported

__all__ = ["databases", "file"]

PASSWORD = "een lange zin van een proef"  # noqa: S105
ROOT = Path(__file__).parents[2]


@pytest.fixture
def account(file, call: Call, monkeypatch: pytest.MonkeyPatch):
    """Call ``allocator account`` on a store with instances/tiny; a password comes in by itself."""
    imported()

    def run(*arguments: str, password: str = PASSWORD):
        read, write = os.pipe()
        os.write(write, f"{password}\n".encode())
        os.close(write)
        with os.fdopen(read) as given:
            monkeypatch.setattr(sys, "stdin", given)
            return call("account", *arguments, *file.arguments, "--who", "beheer")

    yield run
    connections.close_all()


def add(account, *arguments: str, **more: str):
    return account("add", *arguments, "--password-stdin", **more)


def logged(action: str) -> list[tuple[str, object]]:
    rows = models.LogEntry.objects.filter(action=action).order_by("n")
    return [(row.who, json.loads(row.result)) for row in rows]


def test_add_and_list(account):
    done = add(account, "Anna", "--role", "team", "--name", "Anna A", "--email", "a@example.org")
    assert (done.code, done.out) == (0, "anna: Anna A, huisvestingsteam, wachtwoord\n")
    assert add(account, "bram", "--role", "corporatie", "--corporatie", "wonen").code == 0
    found = account("list", "--json").document
    assert [one["username"] for one in found] == ["anna", "bram"]
    assert found[1] == {
        "username": "bram", "name": "", "email": "", "role": "corporatie", "corporatie": "wonen",
        "how": "password", "open": True, "second_factor": False,
    }  # fmt: skip
    anna = Account.objects.get(username="anna")
    assert anna.password.startswith("argon2$argon2id$")
    assert anna.check_password(PASSWORD)
    assert PASSWORD not in done.out + done.err
    assert logged("account_add") == [
        ("beheer", {"account": "anna", "fields": ["role", "corporatie"]}),
        ("beheer", {"account": "bram", "fields": ["role", "corporatie"]}),
    ]
    assert logged("account_list") == [("beheer", None)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("anna", "--role", "planner"), "Er is al een account anna."),
        (("ANNA", "--role", "planner"), "Er is al een account anna."),
        (("jan jansen", "--role", "planner"), "kan geen gebruikersnaam zijn"),
        (("x" * 151, "--role", "planner"), "kan geen gebruikersnaam zijn"),
        (("bram", "--role", "corporatie"), "noemt met --corporatie welke"),
        (("bram", "--role", "team", "--corporatie", "wonen"), "noemt met --corporatie welke"),
        (("bram", "--role", "corporatie", "--corporatie", "geen"), "Corporatie geen staat niet"),
        (("bram", "--role", "planner", "--email", "bram"), "bram is geen mailadres."),
        (("bram", "--role", "baas"), "--role: verwacht wordt een van"),
    ],
)
def test_what_is_no_account_is_refused(account, arguments, said):
    add(account, "anna", "--role", "team")
    done = add(account, *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    "password",
    ["", "elf tekens.", "wachtwoord123!", "plaatswijs-demo", "aaaaaaaaaaaaaaaa",
     "bram.bakker@example.org"],
)  # fmt: skip
def test_a_password_that_is_easily_guessed_is_refused(account, password):
    done = add(
        account, "bram", "--role", "planner", "--email", "bram.bakker@example.org",
        password=password,
    )  # fmt: skip
    assert (done.code, done.out) == (2, "")
    assert not Account.objects.exists()
    assert not password or password not in done.err


def test_another_password_ends_sessions(account):
    add(account, "anna", "--role", "team")
    anna = Account.objects.get()
    sessions = [session(anna), session(anna, on_the_way=True)]
    other = session(Account.objects.create(username="bert", role="planner"))
    assert account("password", "anna", "--password-stdin", password="kort").code == 2  # noqa: S106
    assert Session.objects.count() == 3
    done = account("password", "Anna", "--password-stdin", password=PASSWORD[::-1])
    assert done.code == 0
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD[::-1])
    assert not Session.objects.filter(pk__in=sessions).exists()
    assert Session.objects.filter(pk=other).exists()
    assert logged("account_password") == [("beheer", {"account": "anna", "fields": ["password"]})]


def test_a_second_factor_is_taken_away(account):
    add(account, "anna", "--role", "team")
    anna = Account.objects.get()
    TOTPDevice.objects.create(user=anna, name="phone", confirmed=True)
    devices.new_recovery_codes(anna)
    session(anna)
    assert "tweede stap ingesteld" in account("list").out
    assert account("reset-second-factor", "anna").out == "anna: huisvestingsteam, wachtwoord\n"
    assert devices.app_of(anna) is None
    assert devices.codes_left(anna) == 0
    assert not Session.objects.exists()
    assert logged("account_reset_second_factor") == [("beheer", {"account": "anna"})]


def test_close_and_open(account):
    add(account, "anna", "--role", "team")
    session(Account.objects.get())
    assert account("close", "anna").out == "anna: huisvestingsteam, wachtwoord, gesloten\n"
    assert not Session.objects.exists()
    assert not Account.objects.get().is_active
    assert account("open", "anna", "--lang", "en").out == "anna: housing team, password\n"
    assert Account.objects.get().is_active
    assert logged("account_close") == logged("account_open") == [("beheer", {"account": "anna"})]


def test_an_account_that_is_not_there(account):
    for step in ("password", "reset-second-factor", "close", "open"):
        done = account(step, "niemand")
        assert (done.code, done.err) == (2, "Er is geen account niemand.\n")


def test_the_organisation_keeps_what_is_hers(account):
    Account.objects.create(
        username="anna", role="team", issuer="https://idp.example", subject="Anna"
    )
    for step in ("password", "reset-second-factor"):
        done = account(step, "anna")
        assert done.code == 2
        assert "logt in via de organisatie" in done.err
    assert account("close", "anna").out == (
        "anna: huisvestingsteam, via de organisatie, gesloten\n"
    )


def test_a_password_needs_somebody_to_type_it(account):
    done = account("add", "anna", "--role", "team")
    assert done.code == 2
    assert "--password-stdin" in done.err


@pytest.mark.parametrize(("again", "code"), [(PASSWORD, 0), ("iets heel anders", 2)])
def test_a_password_is_asked_twice_and_not_shown(file, again, code):
    """At a terminal, in a process of its own, with the settings it finds by itself."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "import cli; cli.main()", "account", "add", "anna", "--role", "team",
         *file.arguments],
        cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=lambda: take_terminal(theirs),
    )  # fmt: skip
    os.close(theirs)
    shown = ""
    for asked, typed in (("Wachtwoord", PASSWORD), ("Nog een keer", again)):
        while asked not in shown:
            shown += os.read(ours, 1000).decode()
        os.write(ours, f"{typed}\n".encode())
    while chunk := read(ours):
        shown += chunk
    os.close(ours)
    assert process.wait(180) == code
    assert typed not in shown
    assert PASSWORD not in shown
    assert Account.objects.count() == (1 if code == 0 else 0)


def take_terminal(terminal: int) -> None:
    """Make a terminal that of this process, as a shell does."""
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


def read(terminal: int) -> str:
    """Return what a terminal shows; nothing when its process ended."""
    try:
        return os.read(terminal, 1000).decode()
    except OSError:
        return ""


def session(account: Account, *, on_the_way: bool = False) -> str:
    """Have a session of an account; return its key."""
    made = SessionStore()
    if on_the_way:
        made[halfway.KEY] = {"account": account.pk}
    else:
        made["_auth_user_id"] = str(account.pk)
        made["_auth_user_backend"] = guard.LOCAL
    made.create()
    return str(made.session_key)
