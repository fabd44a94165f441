"""When something goes wrong, neither the page nor the log tells what it was about."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import pytest
from django.conf import settings
from django.test import override_settings

from allocator.web.logs import WithoutRequests, set_up
from tests.web.failing import SECRET
from tests.web.visitors import Visitor, visitor

FAILING = override_settings(ROOT_URLCONF="tests.web.failing")


@contextmanager
def log_of_the_server() -> Iterator[io.StringIO]:
    """Write the log of the server in this process, to be read."""
    root = logging.getLogger()
    before = (root.handlers, root.level)
    with redirect_stderr(io.StringIO()) as written:
        set_up()
        yield written
    root.handlers, root.level = before
    logging.raiseExceptions = True


@FAILING
@pytest.mark.parametrize("who", ["nobody", "team"])
def test_a_page_that_fails_tells_nothing(file, who):
    client = visitor("team") if who == "team" else Visitor()
    client.raise_request_exception = False
    with log_of_the_server() as written:
        answer = client.get(
            f"/open-mis/{SECRET}/?zoek={SECRET}", HTTP_REFERER=f"https://x/{SECRET}"
        )
    assert answer.status_code == 500
    assert "Er ging bij ons iets mis." in answer.text
    for word in (SECRET, "Traceback", "ValueError", "settings", settings.SECRET_KEY, "/open-mis"):
        assert word not in answer.text.replace("open-mis/" + SECRET, ""), word
    said = written.getvalue()
    assert SECRET not in said
    assert "open-mis" not in said
    assert "500" in said
    assert "  ValueError" in said
    assert "  KeyError" in said
    assert "failing.py:" in said


def test_the_server_never_shows_what_it_is_made_of(file):
    assert settings.DEBUG is False
    for address in ("/niets/", "/inloggen/niets/", "/ronde/niets/"):
        answer = visitor("team").get(address)
        assert answer.status_code == 404
        for word in ("urlpatterns", "allocator.web", "Traceback", "DEBUG", settings.SECRET_KEY):
            assert word not in answer.text


def test_what_is_not_found_or_not_allowed_is_not_written_with_its_address(file):
    typed = {"username": SECRET, "password": SECRET}
    with log_of_the_server() as written:
        visitor("team").get(f"/{SECRET}/?x={SECRET}")
        Visitor().get(f"/inloggen/?next={SECRET}", headers={"host": f"{SECRET}.example"})
        Visitor(enforce_csrf_checks=True).post("/inloggen/", typed)
        Visitor().post("/inloggen/", typed)
    said = written.getvalue()
    assert SECRET not in said
    assert "/inloggen" not in said
    for expected in ("django.request", "404", "django.security.DisallowedHost", "403"):
        assert expected in said


def test_our_own_words_are_written():
    made = logging.makeLogRecord(
        {"name": "allocator.web.x", "levelname": "WARNING", "msg": "no %s", "args": ("mail",)}
    )
    assert WithoutRequests().format(made).endswith("WARNING allocator.web.x no mail")
