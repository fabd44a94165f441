"""What every answer tells the browser: pages, files, redirects, refusals and failures alike."""

from __future__ import annotations

from http.cookies import Morsel

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.web.addresses import ALL, each_address
from tests.web.test_matrix import OFF, ask, strict
from tests.web.visitors import Visitor, visitor
from tests.web.world import built, cases, looking, world

__all__ = ["built", "world"]

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'",
    "font-src": "'self'", "connect-src": "'self'", "form-action": "'self'",
    "frame-ancestors": "'none'", "base-uri": "'none'",
}  # fmt: skip
ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
KEPT_BY_NOBODY = "no-store"


def guarded(answer, *, https: bool = True) -> None:
    """Look that an answer has every header that protects it."""
    expected = dict(ALWAYS)
    if not https:  # such a promise is not believed without https
        del expected["Strict-Transport-Security"]
    found = {name: answer.headers.get(name) for name in ALWAYS}
    assert found == {**dict.fromkeys(ALWAYS), **expected}
    policy = dict(part.strip().split(" ", 1) for part in answer.headers[CSP].split(";"))
    assert policy == POLICY
    for name in ("Server", "X-Powered-By"):
        assert name not in answer.headers


CSP = "Content-Security-Policy"


@each_address
def test_every_page_is_guarded_and_kept_by_nobody(address, world):
    who = "team" if address.everybodys else address.roles[0]
    values = next(iter(cases(address, who)))[2]
    client = strict(looking(who))
    for method in ("get", "post"):
        answer = ask(client, method, address.of(values))
        guarded(answer)
        assert answer.headers["Cache-Control"] == KEPT_BY_NOBODY, address.name


def test_the_policy_allows_nothing_inline():
    said = str(settings.CONTENT_SECURITY_POLICY)
    for word in ("unsafe", "data:", "*", "http", "nonce", "report-only"):
        assert word not in said


def test_files_are_guarded(file):
    for name in ("plaatswijs.css", "plaatswijs.js", "favicon.svg", "htmx-2.0.11.min.js"):
        answer = Visitor().get(f"/static/web/{name}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "max-age=3600, public"
        assert not answer.cookies
        guarded(answer)
        answer.close()
    missing = Visitor().get("/static/web/../settings.py")
    assert missing.status_code == 404
    guarded(missing)


def test_refusals_and_failures_are_guarded(file):
    nobody = Visitor()
    for answer, status in (
        (nobody.get("/niets/"), 404),
        (nobody.get("/account/"), 302),
        (nobody.get("/uitloggen/"), 405),
        (nobody.get("/inloggen/", headers={"host": "ander.example"}), 400),
        (visitor("planner").get("/ronde/openen/"), 403),
        (Visitor(enforce_csrf_checks=True).post("/inloggen/"), 403),
        (nobody.put("/inloggen/"), 405),
    ):
        assert answer.status_code == status
        guarded(answer)
        assert answer.headers["Cache-Control"] == KEPT_BY_NOBODY
    with override_settings(ROOT_URLCONF="tests.web.failing"):
        nobody.raise_request_exception = False
        answer = nobody.get("/open-mis/x/")
    assert answer.status_code == 500
    guarded(answer)


def test_without_https_there_is_only_the_way_to_it(file):
    for path in ("/", "/inloggen/?next=/x", "/static/web/plaatswijs.css", "/niets/"):
        answer = Client().get(path)
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"https://testserver{path}"
        guarded(answer, https=False)
        assert not answer.cookies


def cookie(answer, name: str) -> Morsel[str]:
    found: Morsel[str] = answer.cookies[name]
    return found


def test_cookies_stay_on_our_own_host_and_away_from_scripts(file):
    client = Visitor()
    shown = client.get("/inloggen/")
    switched = client.post("/taal/", {"language": "en", "back": "/"})
    session = visitor("team").post("/taal/", {"language": "en"})
    found = {
        "__Host-csrf": cookie(shown, "__Host-csrf"),
        "taal": cookie(switched, "taal"),
    }
    assert set(shown.cookies) == {"__Host-csrf"}
    assert set(switched.cookies) == {"taal"}
    assert set(session.cookies) == {"taal"}
    for name, one in found.items():
        assert (one["secure"], one["httponly"], one["samesite"]) == (True, True, "Lax"), name
        assert (one["path"], one["domain"]) == ("/", ""), name


def test_the_cookie_of_the_session_ends_with_the_browser(file):
    client = visitor("team")
    client.cookies.clear()
    from allocator.web.models import Account
    from tests.web.test_signing_in import PASSWORD, give_password

    who = Account.objects.get(username="team")
    who.set_password(PASSWORD)
    who.save()
    answer = give_password(client, "team")
    one = cookie(answer, "__Host-sessie")
    assert (one["secure"], one["httponly"], one["samesite"]) == (True, True, "Lax")
    assert (one["path"], one["domain"]) == ("/", "")
    assert int(one["max-age"]) <= 300  # half way
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60


@pytest.mark.parametrize("name", ["log_in", "account"])
def test_pages_say_their_language(file, name):
    client = visitor("team") if name == "account" else Visitor()
    path = "/account/" if name == "account" else "/inloggen/"
    for language in ("nl", "en"):
        client.post("/taal/", {"language": language})
        answer = client.get(path)
        assert answer.headers["Content-Language"] == language
        assert f'<html lang="{language}">' in answer.text


def test_the_pages_that_are_off_are_in_the_list():
    assert set(OFF) <= {address.name for address in ALL}
