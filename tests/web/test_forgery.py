"""What others cannot make a browser do: send our forms, be led out, come in with a known key."""

from __future__ import annotations

import pytest
from django.test import Client

from allocator.store import models
from allocator.web.models import Account
from tests.web.addresses import Address, each_address
from tests.web.test_matrix import token_of
from tests.web.test_signing_in import PASSWORD, code_of, give_password, inside
from tests.web.test_signing_in import anna as anna
from tests.web.test_signing_in import phone as phone
from tests.web.visitors import Visitor, visitor
from tests.web.world import built, cases, looking, world

__all__ = ["anna", "built", "phone", "world"]

HERE = {"referer": "https://testserver/"}


# --- forms --------------------------------------------------------------------------------------


@each_address
def test_no_page_takes_a_form_of_another_site(address: Address, world):
    role = "team" if address.everybodys else address.roles[0]
    path = address.of(next(iter(cases(address, role)))[2])
    client = looking(role)
    client.handler.enforce_csrf_checks = True
    token = token_of(client)
    before = models.LogEntry.objects.count()
    for form, headers in (
        ({}, HERE),
        ({"csrfmiddlewaretoken": "x" * 64}, HERE),
        ({"csrfmiddlewaretoken": token}, {"referer": "https://ander.example/"}),
        ({"csrfmiddlewaretoken": token}, {"origin": "https://ander.example"}),
        ({"csrfmiddlewaretoken": token}, {"origin": "null"}),
        ({"csrfmiddlewaretoken": token}, {}),  # by https a browser says where it comes from
    ):
        answer = client.post(path, form, headers=headers)
        assert answer.status_code == 403, (path, form, headers)
        assert "kwam van een andere pagina" in answer.text
    assert models.LogEntry.objects.count() == before
    answer = client.post(path, {"csrfmiddlewaretoken": token}, headers=HERE)
    body = answer.getvalue() if answer.streaming else answer.content
    assert b"kwam van een andere pagina" not in body
    answer.close()


@each_address
def test_no_page_knows_other_methods(address: Address, world):
    role = "team" if address.everybodys else address.roles[0]
    path = address.of(next(iter(cases(address, role)))[2])
    client = looking(role)
    before = models.LogEntry.objects.count()
    for method in ("put", "patch", "delete", "options", "trace"):
        assert getattr(client, method)(path).status_code == 405, method
    assert client.generic("PROPFIND", path).status_code == 405
    assert models.LogEntry.objects.count() == before


def test_a_form_of_before_logging_in_is_no_form_of_after(anna, phone):
    client = Visitor(enforce_csrf_checks=True)
    before = token_of(client)
    secret = client.cookies["__Host-csrf"].value
    give_password(client, csrfmiddlewaretoken=before)
    assert client.cookies["__Host-csrf"].value == secret
    send(client, "/inloggen/", before, username="anna", password=PASSWORD)
    send(client, "/inloggen/code/", before, code=code_of(phone[0]))
    assert inside(client)
    assert client.cookies["__Host-csrf"].value != secret
    assert send(client, "/account/wachtwoord/", before).status_code == 403


def send(client, path, token, **form):
    return client.post(path, {"csrfmiddlewaretoken": token, **form}, headers=HERE)


# --- sessions -----------------------------------------------------------------------------------


def key(client: Client) -> str:
    return client.cookies["__Host-sessie"].value


def test_the_key_of_a_session_changes_at_every_step_in(anna, phone):
    client = Visitor()
    client.get("/inloggen/")
    give_password(client)
    first = key(client)
    give_password(client)
    second = key(client)
    client.post("/inloggen/code/", {"code": code_of(phone[0])})
    third = key(client)
    assert inside(client)
    assert len({first, second, third}) == 3
    for old in (first, second):
        thief = Visitor()
        thief.cookies["__Host-sessie"] = old
        assert not inside(thief)
        assert thief.get("/inloggen/code/").status_code == 302
    client.post("/uitloggen/")
    thief = Visitor()
    thief.cookies["__Host-sessie"] = third
    assert not inside(thief)


def test_a_key_that_somebody_made_up_is_not_used(anna, phone):
    """Who puts a key in somebody's browser does not know the one that they get in with."""
    client = Visitor()
    made_up = "a" * 32
    client.cookies["__Host-sessie"] = made_up
    give_password(client)
    assert key(client) != made_up
    client.post("/inloggen/code/", {"code": code_of(phone[0])})
    assert inside(client)
    thief = Visitor()
    thief.cookies["__Host-sessie"] = made_up
    assert not inside(thief)


def test_nothing_of_one_session_is_left_for_the_next(anna, phone):
    client = visitor("planner")
    session = client.session
    session["of the planner"] = "x"
    session.save()
    client.post("/uitloggen/")
    give_password(client)
    client.post("/inloggen/code/", {"code": code_of(phone[0])})
    assert inside(client)
    assert "of the planner" not in client.session


# --- hosts, and ways out --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "ander.example"},
        {"host": "testserver.ander.example"},
        {"host": "testserver:80:80"},
        {"host": "testserver/../x"},
        {"host": ""},
    ],
)
def test_another_host_is_no_host_of_ours(file, headers):
    answer = Visitor().get("/inloggen/", headers=headers)
    assert answer.status_code == 400
    assert "ander.example" not in answer.text


def test_a_proxy_cannot_be_told_another_host(file):
    answer = Visitor().get("/account/", headers={"x-forwarded-host": "ander.example"})
    assert answer.headers["Location"] == "/inloggen/?next=/account/"


OUT = [
    "https://ander.example/", "//ander.example/", "///ander.example", "http:ander.example",
    "https:/ander.example", "\\\\ander.example", "/\\ander.example", "javascript:x()",
    "data:text/html,x", "https://testserver@ander.example/", "https://testserver.ander.example/",
    " https://ander.example", "\thttps://ander.example", "http://testserver/account/",
]  # fmt: skip


@pytest.mark.parametrize("way", OUT)
def test_no_way_leads_out(anna, phone, way):
    assert Visitor().post("/taal/", {"language": "en", "back": way}).headers["Location"] == "/"
    assert "ander" not in Visitor().get("/inloggen/", {"next": way}).text
    client = Visitor()
    give_password(client, next=way)
    answer = client.post("/inloggen/code/", {"code": code_of(phone[0])})
    assert answer.headers["Location"] == "/"


def test_a_way_inside_is_followed(anna, phone):
    answer = Visitor().post("/taal/", {"language": "en", "back": "/account/?x=1"})
    assert answer.headers["Location"] == "/account/?x=1"
    client = Visitor()
    asked = client.get("/account/")
    shown = client.get(asked.headers["Location"])
    assert '<input type="hidden" name="next" value="/account/">' in shown.text
    give_password(client, next="https://testserver/account/")
    answer = client.post("/inloggen/code/", {"code": code_of(phone[0])})
    assert answer.headers["Location"] == "https://testserver/account/"


def test_a_language_is_one_of_ours(file):
    answer = Visitor().post("/taal/", {"language": "../../etc", "back": "/"})
    assert "taal" not in answer.cookies
    client = Visitor()
    client.cookies["taal"] = "<script>"
    assert client.get("/inloggen/").headers["Content-Language"] == "nl"


def test_who_is_logged_in_is_not_asked_again(file):
    assert visitor("team").get("/inloggen/").headers["Location"] == "/"
    assert Account.objects.count() == 1
