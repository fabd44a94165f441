"""Who may open what: every address, every role, own and another's and nobody's.

Made from the list of addresses itself: a new page is in it, and fails without roles, or when a
parameter of it has no sample in :mod:`tests.web.world`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponse

from allocator.store import models
from allocator.web.models import ROLES, Account
from tests.databases import Place, used
from tests.web.addresses import ABSENT, ALL, OTHERS, OWN, Address, each_address
from tests.web.visitors import PASSWORD, Visitor, visitor
from tests.web.world import OURS, Monday, again, built, cases, looking, samples, world

__all__ = ["built", "world"]

DONE = (200, 302, 303)
# What a step may answer that is let in, but not taken as it was tried here.
NOT_NOW = (400, 405, 409, 422)
METHODS = ("get", "post")
# Pages that are there only where they are set up.
OFF = ("theme", "log_in_sso", "log_in_sso_back")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def token_of(client: Visitor) -> str:
    """Return what a form must hold to be taken for one of our own."""
    found = TOKEN.search(client.get("/inloggen/?opnieuw=1", follow=True).text)
    assert found
    return found[1]


def ask(client: Visitor, method: str, address: str) -> HttpResponse:
    """Ask for a page, or send an empty form of it."""
    form = {"csrfmiddlewaretoken": client.token} if method == "post" else {}
    answer = getattr(client, method)(address, form, headers={"referer": "https://testserver/"})
    if answer.streaming:
        answer.getvalue()
        answer.close()
    elif method == "post" and answer.status_code == 303:  # a step that is none leads to a page
        shown = client.get(answer.headers["Location"])
        return shown if shown.status_code == 404 else answer
    return answer


def strict(client: Visitor) -> Visitor:
    """Have a client's forms looked at as those of a browser are."""
    client.handler.enforce_csrf_checks = True
    client.token = token_of(client)
    return client


LogIn = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def log_in(built: Place) -> LogIn:
    """Return what gives a client of a role, whose forms are looked at as those of a browser are.

    Each role logs in once, in the town that is copied: what a client holds then is good in every
    copy, and also after a town is put back.
    """
    with used(built), pytest.MonkeyPatch.context() as patch:
        patch.setattr("allocator.web.acting.date", Monday)
        clients = {role: looking(role) for role in ROLES}
        tokens = {role: token_of(client) for role, client in clients.items()}

    def client_of(role: str) -> Visitor:
        client = Visitor(enforce_csrf_checks=True)
        client.cookies.load({name: one.value for name, one in clients[role].cookies.items()})
        client.token = tokens[role]
        return client

    return client_of


def asks_to_log_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/inloggen/")


def shape(answer: HttpResponse, address: str, values: dict[str, object]) -> str:
    """Return an answer without what differs by itself: the token, and what was asked for."""
    text = TOKEN.sub("", answer.text).replace(address, "")
    for value in values.values():
        text = re.sub(rf"(?<!\w){re.escape(str(value))}(?!\w)", "", text)
    headers = sorted((k, v) for k, v in answer.headers.items() if k != "Content-Length")
    return f"{answer.status_code} {headers} {text}"


def test_the_list_is_not_empty():
    assert len(ALL) > 20
    assert sum(bool(address.parameters) for address in ALL) > 5


def test_every_parameter_has_a_sample(world):
    known = samples()
    without = [
        (address.name, name)
        for address in ALL
        for name in address.parameters
        if name not in known and f"{address.name}.{name}" not in known
    ]
    assert without == []


@each_address
def test_a_role_opens_its_own_pages_and_no_others(address: Address, log_in, world, built):
    for role in ROLES:
        client = log_in(role)
        for kind, _, values in list(cases(address, role)):
            path = address.of(values)
            if role not in address.roles and not address.everybodys:
                statuses = {ask(client, method, path).status_code for method in METHODS}
                assert statuses == {403}, (role, path)
            elif kind != OWN or address.name in OFF:
                statuses = {ask(client, method, path).status_code for method in METHODS}
                assert statuses in ({404}, {404, 405}), (role, path)
    for role in ROLES if address.everybodys else address.roles:
        if address.name not in OFF:
            opened(address, role, log_in, world, built)


def opened(address: Address, role: str, log_in: LogIn, world: Place, built: Place) -> None:
    """Look that a role can open a page of its own, and take its step, or one of both."""
    _, _, values = next(iter(cases(address, role)))
    path = address.of(values)
    found = {}
    for method in METHODS:
        answer = ask(log_in(role), method, path)
        found[method] = answer.status_code
        assert not asks_to_log_in(answer) or address.everybodys, (role, path)
        again(world, built)  # a step may have been taken
    assert found["get"] in (*DONE, 405), (role, path, found)
    assert found["post"] in (*DONE, *NOT_NOW), (role, path, found)
    assert set(found.values()) != {405}, (role, path)


@each_address
def test_anothers_looks_the_same_as_nobodys(address: Address, log_in, world):
    for role in address.roles if address.parameters else ():
        client = log_in(role)
        seen: dict[tuple[str, frozenset[str]], dict[str, str]] = {}
        for kind, names, values in list(cases(address, role)):
            path = address.of(values)
            for method in METHODS if kind != OWN else ():
                answer = ask(client, method, path)
                seen.setdefault((method, names), {})[kind] = shape(answer, path, values)
        compared = [found for found in seen.values() if len(found) > 1]
        for found in compared:
            assert found[OTHERS] == found[ABSENT]
        assert compared or role != "corporatie" or "household" not in address.parameters


def nobody(allowed: str) -> Visitor:
    return Visitor()


def closed(allowed: str) -> Visitor:
    """Return somebody who was logged in when their account was closed."""
    client = looking(allowed)
    Account.objects.filter(pk=client.session["_auth_user_id"]).update(is_active=False)
    return client


def halfway(allowed: str) -> Visitor:
    """Return somebody who gave the right password, and no second factor yet."""
    client = Visitor()
    who = Account.objects.get(role=allowed)
    client.post("/inloggen/", {"username": who.username, "password": PASSWORD})
    assert "halfway" in client.session
    return client


def without_second_factor(allowed: str) -> Visitor:
    """Return somebody who was logged in by a way that asks for a password only."""
    client = Visitor()
    client.force_login(
        Account.objects.get(role=allowed), backend=settings.AUTHENTICATION_BACKENDS[1]
    )
    return client


@each_address
def test_who_is_not_logged_in_is_asked_to(address: Address, world):
    if address.everybodys:
        return
    role = address.roles[0]
    for who in (nobody, halfway, without_second_factor, closed):
        for kind, names, values in list(cases(address, role)):
            if kind != OTHERS and len(names) in (0, len(address.parameters)):
                refused(who, role, address.of(values))


def refused(who: Callable[[str], Visitor], role: str, path: str) -> None:
    """Look that somebody is sent to log in, and sees and does nothing else."""
    client = who(role)
    before = models.LogEntry.objects.count()
    for method in METHODS:
        answer = client.get(path) if method == "get" else client.post(path)
        assert asks_to_log_in(answer), (who, method, path, answer.status_code)
        assert answer.text == ""
    assert models.LogEntry.objects.count() == before
    Account.objects.filter(role=role).update(is_active=True)


def test_pages_of_everybody_do_not_know_who_is_not_logged_in(world):
    open_pages = [address for address in ALL if address.everybodys]
    assert len(open_pages) > 5
    for who in (halfway, without_second_factor, closed):
        for address in open_pages:
            assert "script>" not in who("team").get(address.of({})).text.split("<main")[-1]


def test_a_corporatie_without_a_name_is_no_account():
    """Nor is a name with another role: the database itself refuses both."""
    from django.core.exceptions import ValidationError

    for role, corporatie in (("corporatie", ""), ("team", OURS), ("baas", "")):
        with pytest.raises(ValidationError):
            Account(username="x", role=role, corporatie=corporatie).validate_constraints()


def test_a_visitor_of_these_tests_is_whole(world):
    """Or all that is refused above would prove nothing."""
    assert visitor("team").get("/ronde/").status_code == 200
