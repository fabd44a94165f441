"""Single sign-on, against a provider that is really asked: who comes in, and who does not."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.conf import settings
from django.http import HttpResponse
from django.test import override_settings

from allocator.rounds import importing
from allocator.web import accounts
from allocator.web.environment.discovery import discover
from allocator.web.environment.sso import Meaning, SingleSignOn
from allocator.web.models import Account
from allocator.web.signing_in import sso_accounts, sso_pages
from tests.rounds.people import TINY, team
from tests.web.provider import CLIENT, SECRET, Provider, providing
from tests.web.test_serving import NoRedirect
from tests.web.test_signing_in import PASSWORD, give_password, inside, logged
from tests.web.visitors import Visitor, account

ROLES = (Meaning("wijzer", "team"), Meaning("leden", "corporatie", "wonen"))


def single_sign_on(at: str, **more: object) -> SingleSignOn:
    found = SingleSignOn(
        issuer=at, authorization_url=f"{at}/authorize", token_url=f"{at}/token",
        jwks_url=f"{at}/keys", userinfo_url=f"{at}/me", client_id=CLIENT, client_secret=SECRET,
        roles=ROLES,
    )  # fmt: skip
    return replace(found, **more)  # type: ignore[arg-type]


@pytest.fixture
def provider(file, monkeypatch) -> Iterator[Provider]:
    """Have single sign-on, with a provider of our own."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with providing() as made, with_sso(single_sign_on(made.at)):
        yield made


def with_sso(given: SingleSignOn | None) -> override_settings:
    return override_settings(OURS=replace(settings.OURS, sso=given))


def to_provider(client: Visitor, then: str = "") -> str:
    """Go to the provider, log in there; return the address that it sends somebody back to."""
    answer = client.get("/inloggen/organisatie/", {"next": then} if then else {})
    assert answer.status_code == 302
    opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError) as sent:  # so urllib says that it is sent on
        opener.open(answer.headers["Location"], timeout=60)
    assert sent.value.code == 302
    sent.value.close()
    return str(sent.value.headers["Location"])


def come_in(client: Visitor | None = None, then: str = "") -> tuple[Visitor, HttpResponse]:
    """Log in through the organisation."""
    client = client or Visitor()
    back = urlsplit(to_provider(client, then))
    return client, client.get(f"{back.path}?{back.query}")


def refused(why: str, status: int = 403) -> HttpResponse:
    """Try to log in, and look that it is refused, for a reason."""
    client, answer = come_in()
    assert answer.status_code == status
    assert "U bent niet ingelogd" in answer.text
    assert not inside(client)
    said = [] if why in sso_pages.NOT_NOTED else [{"why": why, "locked": False}]
    assert [entry[2] for entry in logged("log_in_failed")][-1:] == said
    assert logged("log_in") == []
    return answer


# --- in -------------------------------------------------------------------------------------------


def test_who_is_known_there_comes_in(provider):
    provider.claims |= {"email": "anna@example.org"}
    client, answer = come_in(then="/account/?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/?x=1")
    assert inside(client)
    assert "via uw organisatie" in client.get("/account/").text
    assert provider.refused == []
    assert provider.asked == ["/authorize", "/token", "/keys", "/me"]
    anna = Account.objects.get()
    assert (anna.username, anna.subject, anna.issuer) == ("anna-01", "Anna-01", provider.at)
    assert (anna.name, anna.email, anna.role) == ("Anna", "anna@example.org", "team")
    assert not anna.has_usable_password()
    assert logged("log_in") == [("anna-01", "team", {"how": "sso"})]
    fields = ["email", "name", "role"]
    assert logged("account_add") == [
        ("plaatswijs", "system", {"account": "anna-01", "fields": fields})
    ]


def test_the_way_there_is_a_link(provider):
    shown = Visitor().get("/inloggen/?next=/account/").text
    assert '<a class="button" href="/inloggen/organisatie/?next=%2Faccount%2F">' in shown
    assert 'name="password"' in shown
    with override_settings(OURS=replace(settings.OURS, local_login=False)):
        shown = Visitor().get("/inloggen/").text
    assert '<a class="button" href="/inloggen/organisatie/">' in shown
    assert 'name="password"' not in shown


def test_what_is_asked_of_the_provider(provider):
    answer = Visitor().get("/inloggen/organisatie/")
    asked = {k: v[0] for k, v in parse_qs(urlsplit(answer.headers["Location"]).query).items()}
    assert set(asked) == {
        "response_type", "scope", "client_id", "redirect_uri", "state", "nonce", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip
    assert asked["code_challenge_method"] == "S256"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    again = Visitor().get("/inloggen/organisatie/").headers["Location"]
    assert not {asked["state"], asked["nonce"], asked["code_challenge"]} & set(
        urlsplit(again).query.replace("=", "&").split("&")
    )


def test_the_next_time_it_is_the_same_account_with_what_is_said_now(provider):
    importing.apply(team(), TINY)
    come_in()
    come_in()
    provider.claims["name"] = "Anna van Wonen"
    provider.more = {"groups": ["iets", "leden"]}
    come_in()
    anna = Account.objects.get()
    assert (anna.name, anna.role, anna.corporatie) == ("Anna van Wonen", "corporatie", "wonen")
    assert [entry[2]["fields"] for entry in logged("account_change")] == [
        ["corporatie", "name", "role"]
    ]
    assert len(logged("log_in")) == 3


def test_the_key_of_the_session_changes(provider):
    client = Visitor()
    back = urlsplit(to_provider(client))
    before = client.cookies["__Host-sessie"].value
    client.get(f"{back.path}?{back.query}")
    assert inside(client)
    assert client.cookies["__Host-sessie"].value != before


@pytest.mark.parametrize(
    ("claim", "said", "role"),
    [
        ("groups", {"groups": ["wijzer", "leden"]}, "team"),
        ("groups", {"groups": "wijzer"}, "team"),
        ("realm_access.roles", {"realm_access": {"roles": ["wijzer"]}}, "team"),
        ("urn:x.y", {"urn:x.y": ["wijzer"]}, "team"),
        ("groups", {"groups": ["Wijzer"]}, None),
        ("groups", {"groups": ["wijzers"]}, None),
        ("groups", {"groups": {"wijzer": True}}, None),
        ("groups", {"groups": None}, None),
        ("groups.x", {"groups": ["wijzer"]}, None),
    ],
)
def test_what_groups_mean(claim, said, role):
    found = sso_accounts.meaning_of(said, single_sign_on("x", roles_claim=claim))
    assert (found and found.role) == role


def test_a_public_client_sends_no_secret(provider):
    with with_sso(single_sign_on(provider.at, client_secret="")):
        refused("provider")
    assert provider.refused == ["token"]  # this provider wants one


def test_a_provider_may_say_all_in_its_token(provider):
    provider.claims["groups"] = ["wijzer"]
    with with_sso(single_sign_on(provider.at, userinfo_url="")):
        client, _ = come_in()
        assert inside(client)
    assert "/me" not in provider.asked


# --- not in ---------------------------------------------------------------------------------------

NOW = int(time.time())


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "van een ander"},
        {"nonce": None},
        {"aud": "een ander"},
        {"aud": None},
        {"aud": ["een ander", "nog een"]},
        {"aud": [CLIENT, "een ander"], "azp": "een ander"},
        {"iss": "https://een.ander"},
        {"iss": None},
        {"exp": NOW - 3600},
        {"exp": None},
        {"iat": NOW + 3600},
        {"nbf": NOW + 3600},
        {"sub": None},
        {"sub": "een ander"},  # than what is said when asked
    ],
)
def test_a_token_that_is_not_for_us_and_now_is_refused(provider, changed):
    provider.changed = changed
    refused("token")
    assert not Account.objects.exists()


def test_a_token_for_us_and_others_is_taken(provider):
    provider.changed = {"aud": [CLIENT, "een ander"], "azp": CLIENT}
    client, _ = come_in()
    assert inside(client)


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512"])
def test_a_token_that_is_signed_otherwise_is_refused(provider, algorithm):
    provider.algorithm = algorithm
    provider.signed_with = SECRET.ljust(32, "x") if algorithm == "HS256" else None
    refused("token")


def test_a_token_of_another_key_is_refused(provider):
    provider.signed_with = generate_private_key(public_exponent=65537, key_size=2048)
    refused("token")


@pytest.mark.parametrize("groups", [[], ["leden van iets anders"], None])
def test_who_has_no_role_is_refused(provider, groups):
    provider.more = {"groups": groups}
    answer = refused("no_role")
    assert "u heeft hier geen rol" in answer.text
    assert not Account.objects.exists()


def test_who_had_a_role_is_out_when_it_is_taken_away(provider):
    client, _ = come_in()
    assert inside(client)
    provider.more = {"groups": []}
    _, answer = come_in()
    assert answer.status_code == 403
    assert not inside(client)
    assert logged("log_in_failed") == [("anna-01", "team", {"why": "no_role", "locked": False})]


def test_a_closed_account_is_refused_and_out(provider):
    client, _ = come_in()
    Account.objects.update(is_active=False)
    assert not inside(client)
    _, answer = come_in()
    assert answer.status_code == 403
    assert not Account.objects.get().is_active
    assert logged("log_in_failed")[-1][2]["why"] == "closed"


def test_a_corporatie_that_is_not_known_is_refused(provider):
    provider.more = {"groups": ["leden"]}
    refused("unknown_corporatie")


@pytest.mark.parametrize("name", ["", " ", " anna", "x" * 151, "een\nregel", 12, ["anna"]])
def test_a_name_that_is_none_is_refused(provider, name):
    with with_sso(single_sign_on(provider.at, name_claim="upn")):
        provider.claims["upn"] = name
        refused("no_name")


@pytest.mark.parametrize("demo", [False, True])
def test_an_account_with_a_password_is_never_taken_for_theirs(provider, demo):
    """Nor by its name, nor by its mail address."""
    mine = Account(username="anna-01", role="auditor", demo=demo, email="anna@example.org")
    mine.set_password(PASSWORD)
    mine.save()
    provider.claims["email"] = mine.email
    refused("name_taken")
    provider.claims["sub"] = "anders"
    client, _ = come_in()
    assert inside(client)
    assert Account.objects.count() == 2
    mine.refresh_from_db()
    assert (mine.role, mine.issuer, mine.check_password(PASSWORD)) == ("auditor", "", True)


def test_names_that_differ_in_capitals_are_two_people(provider):
    come_in()
    provider.claims["sub"] = "anna-01"
    _, answer = come_in()
    assert answer.status_code == 403
    assert logged("log_in_failed")[-1][2]["why"] == "name_taken"


def test_an_account_of_another_provider_is_not_theirs(provider):
    account("team", username="anna-01")
    Account.objects.update(issuer="https://vroeger.example", subject="Anna-01")
    refused("name_taken")


def test_the_password_of_such_an_account_is_none(provider):
    come_in()
    Account.objects.update(password=account("planner").password)
    anna = Account.objects.get(username="anna-01")
    anna.set_password(PASSWORD)  # somebody with the database could; it is no way in
    anna.save()
    assert give_password(Visitor(), "anna-01").status_code == 200
    with pytest.raises(Exception, match="not_local"):
        accounts.change_password(team(), "anna-01", PASSWORD)


def test_its_session_ends_with_single_sign_on(provider):
    client, _ = come_in()
    assert inside(client)
    for given in (None, single_sign_on("https://een.ander")):
        with with_sso(given):
            assert not inside(client)


def test_a_local_account_does_not_come_in_by_that_way(provider):
    """A session that says so, of an account that has nothing to do with the provider."""
    client = Visitor()
    client.force_login(account("team"), backend="allocator.web.signing_in.sso.SingleSignOnBackend")
    assert not inside(client)


# --- on the way back ------------------------------------------------------------------------------


def came_back(client: Visitor, path: str, why: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 403
    assert not inside(client)
    assert why in sso_pages.NOT_NOTED
    assert logged("log_in_failed") == []  # else anybody could fill the log


def test_who_did_not_leave_does_not_come_back(provider):
    """A code of somebody else, put in the address by who wants us to be him."""
    back = urlsplit(to_provider(Visitor()))
    came_back(Visitor(), f"{back.path}?{back.query}", "state")
    client = Visitor()
    to_provider(client)
    came_back(client, f"{back.path}?{back.query}", "state")
    came_back(client, "/inloggen/organisatie/terug/", "state")
    assert "/token" not in provider.asked


def test_a_way_back_works_once(provider):
    client = Visitor()
    back = urlsplit(to_provider(client))
    path = f"{back.path}?{back.query}"
    assert client.get(path).status_code == 302
    client.post("/uitloggen/")
    came_back(client, path, "state")


def test_a_way_back_does_not_last(provider, monkeypatch):
    client = Visitor()
    back = urlsplit(to_provider(client))
    later = time.time() + sso_pages.SECONDS + 1
    monkeypatch.setattr("allocator.web.signing_in.sso_pages.time.time", lambda: later)
    came_back(client, f"{back.path}?{back.query}", "state")


def test_the_verifier_is_of_who_left(provider):
    client = Visitor()
    back = urlsplit(to_provider(client))
    session = client.session
    (held,) = session["oidc_states"].values()
    held["code_verifier"] = "x" * 64
    session.save()
    came_back(client, f"{back.path}?{back.query}", "provider")
    assert provider.refused == ["verifier"]


def test_a_code_of_another_login_is_refused(provider):
    """The nonce in the token is then not that of the session."""
    client, other = Visitor(), Visitor()
    state = parse_qs(urlsplit(to_provider(client)).query)["state"][0]
    code = parse_qs(urlsplit(to_provider(other)).query)["code"][0]
    came_back(client, f"/inloggen/organisatie/terug/?code={code}&state={state}", "provider")


def test_an_error_of_the_provider_logs_nobody_out(provider):
    client, _ = come_in()
    answer = client.get("/inloggen/organisatie/terug/?error=access_denied&state=x")
    assert answer.status_code == 403
    assert inside(client)


@pytest.mark.parametrize("part", ["/token", "/keys", "/me"])
def test_a_provider_that_fails_is_said(provider, part):
    provider.down = {part}
    assert "lukte niet" in refused("provider").text


def test_a_provider_that_is_not_there_is_said(provider):
    with with_sso(single_sign_on(provider.at, token_url="http://127.0.0.1:9/token")):  # noqa: S106
        refused("provider")


def test_the_form_of_logging_in_takes_no_code(provider):
    """With a code in its address, the form tries a password and nothing else."""
    back = urlsplit(to_provider(Visitor()))
    answer = Visitor().post(
        f"/inloggen/?{back.query}", {"username": "anna-01", "password": PASSWORD}
    )
    assert answer.status_code == 200
    assert "/token" not in provider.asked


def test_failing_there_locks_nobody_out_here(provider):
    provider.changed = {"nonce": "x"}
    for _ in range(7):
        refused("token")
    provider.changed = {}
    client, _ = come_in()
    assert inside(client)


# --- where the provider is ------------------------------------------------------------------------

URLS = ("AUTHORIZATION_URL", "TOKEN_URL", "JWKS_URL", "USERINFO_URL")


def only_issuer(at: str) -> SingleSignOn:
    return SingleSignOn(at, "", "", "", CLIENT, roles=ROLES)


def test_a_provider_says_where_it_is(provider):
    env: dict[str, str] = {"ALLOCATOR_OIDC_TOKEN_URL": ""}
    assert discover(only_issuer(provider.at), env) == []
    assert env == {
        f"ALLOCATOR_OIDC_{name}": f"{provider.at}/{part}"
        for name, part in zip(URLS, ("authorize", "token", "keys", "me"), strict=True)
    }


def test_what_was_named_is_not_looked_up(provider):
    env: dict[str, str] = {}
    assert discover(single_sign_on(provider.at), env) == []
    assert (env, provider.asked) == ({}, [])


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ({"issuer": "https://een.ander"}, ["serve.sso_other_issuer"]),
        ({"token_endpoint": "http://idp.example/t"}, ["serve.not_https"]),
        ({"jwks_uri": None}, ["serve.sso_says_nothing"]),
        ({"userinfo_endpoint": None}, []),
        ({"authorization_endpoint": "javascript:x()", "jwks_uri": ""},
         ["serve.not_https", "serve.sso_says_nothing"]),
    ],
)  # fmt: skip
def test_what_a_provider_says_wrong_is_told(provider, described, expected):
    provider.described = described
    assert [one.message for one in discover(only_issuer(provider.at), {})] == expected


def test_a_provider_that_does_not_say_where_it_is(provider):
    provider.down = {"/.well-known/openid-configuration"}
    for at in (provider.at, "http://127.0.0.1:9"):
        assert [one.message for one in discover(only_issuer(at), {})] == ["serve.sso_not_found"]
