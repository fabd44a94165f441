"""What people write is shown as they wrote it, and never done: on every page, in every text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from allocator.web.models import ROLES
from tests.web.addresses import Address, each_address
from tests.web.test_matrix import ask, strict
from tests.web.visitors import Visitor
from tests.web.world import ATTACK, built, cases, looking, pair_of, world

__all__ = ["built", "world"]

OF_HTML = "text/html"
SCRIPTS = ("/static/web/htmx-", "/static/web/plaatswijs.js")
REPORTS = ("draft_file", "comparison_file")  # to keep, not pages of ours
# Attributes that make a browser go somewhere.
LEADING = ("href", "src", "action", "formaction", "hx-get", "hx-post", "xlink:href")


class Read(HTMLParser):
    """Reads a page as a browser does; ``wrong`` is what would be done."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.wrong.append(f"<{tag} {name}={value}>")
            if name in LEADING and not (value or "").startswith(("/", "#", "?")):
                self.wrong.append(f"<{tag} {name}={value}>")
        if tag == "script" and not (dict(attrs).get("src") or "").startswith(SCRIPTS):
            self.wrong.append(f"<script {attrs}>")
        if tag in ("style", "iframe", "object", "embed", "base", "img"):
            self.wrong.append(f"<{tag} {attrs}>")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(page: str) -> Read:
    found = Read()
    found.feed(page)
    found.close()
    return found


def test_the_reader_finds_an_attack():
    """Or finding none would prove nothing."""
    assert len(read(f"<p>{ATTACK}").wrong) == 4  # the script, and what is wrong with the picture
    assert len(read('<a href="javascript:x()" onclick="x()">').wrong) == 2
    assert read('<p>&lt;script&gt;</p><a href="/x">').wrong == []


def pages_of(address: Address) -> list[tuple[str, Visitor, str]]:
    """Return who opens a page, with what, and where."""
    roles = [role for role in ROLES if address.everybodys or role in address.roles]
    return [
        (role, looking(role), address.of(next(iter(cases(address, role)))[2])) for role in roles
    ]


@each_address
def test_nothing_that_was_written_is_done(address: Address, world):
    for role, client, path in pages_of(address):
        for method in ("get", "post"):
            answer = ask(strict(client), method, path)
            if not answer.headers.get("Content-Type", "").startswith(OF_HTML):
                pass
            elif address.name in REPORTS:
                assert answer.headers["Content-Disposition"].startswith("attachment")
            else:
                assert read(answer.content.decode()).wrong == [], (role, path)
            answer.close()


def test_what_was_written_is_shown_as_it_was(world):
    """Somewhere, whole, with its braces and signs: so the test above had something to find."""
    shown = {role: "".join(read(looking(role).get("/account/").text).text) for role in ROLES}
    for text in shown.values():
        assert ATTACK in text
    pair = pair_of("thuis")
    pages = [
        looking("team").get(path).text
        for path in ("/ronde/1/", f"/voorstel/{pair.household}/{pair.home}/", "/huishoudens/",
                     f"/huishoudens/{pair.household}/", "/woningen/", f"/woningen/{pair.home}/",
                     "/dashboard/")
    ]  # fmt: skip
    assert sum(ATTACK in "".join(read(page).text) for page in pages) >= 3


@pytest.mark.parametrize("path", ["/inloggen/", "/taal/", "/account/wachtwoord/"])
def test_what_is_typed_comes_back_as_text(world, path):
    fields = ("username", "password", "next", "back", "language", "old", "new", "again", "code")
    for client in (Visitor(), looking("team")):
        answer = client.post(path, dict.fromkeys(fields, ATTACK), follow=True)
        assert read(answer.text).wrong == []
        answer = client.get(path, dict.fromkeys(fields, ATTACK), follow=True)
        assert read(answer.text).wrong == []


def test_what_is_asked_for_comes_back_as_text(world):
    """In an address that is not there, in a search, in a filter, in a page's number."""
    words = ("zoek", "q", "sort", "page", "pagina", "wijk", "corporatie", "state", "van", "tot")
    for role in ROLES:
        client = looking(role)
        for path in ("/niets/<script>x()</script>/", "/huishoudens/", "/woningen/", "/ronde/",
                     "/logboek/", "/voorstellen/", "/wijken/", "/dashboard/"):  # fmt: skip
            answer = client.get(path, dict.fromkeys(words, ATTACK))
            assert answer.status_code < 500, (role, path)
            assert read(answer.text).wrong == [], (role, path)
