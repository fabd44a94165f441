"""Who guesses passwords has to wait, and learns nothing: not even whether a name is known."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import timedelta
from statistics import median

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from allocator.web import accounts
from allocator.web.models import Account
from allocator.web.signing_in import throttling
from tests.rounds.people import team
from tests.web.test_matrix import TOKEN
from tests.web.test_signing_in import PASSWORD, give_password, logged
from tests.web.test_signing_in import anna as anna
from tests.web.visitors import Visitor

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


def guess(name: str = "anna", password: str = "mis", *, of: str = HERE, **headers: str):  # noqa: S107
    return Visitor(REMOTE_ADDR=of, **headers).post(
        "/inloggen/", {"username": name, "password": password}
    )


def guesses(n: int, name: str = "anna", **more: str) -> list[int]:
    return [guess(name, **more).status_code for _ in range(n)]


@pytest.mark.parametrize("name", ["anna", "niemand"])
def test_the_fifth_wrong_password_is_the_last_for_a_while(anna, name):
    assert guesses(6, name) == [200, 200, 200, 200, 429, 429]
    refused = guess(name, PASSWORD)
    assert refused.status_code == 429  # even when it is right
    assert "over 15 minuten" in refused.text
    assert 890 < int(refused.headers["Retry-After"]) <= 900
    assert "halfway" not in Visitor().session


def test_a_name_in_capitals_is_the_same_name(anna):
    names = ("anna", "ANNA", " anna ", "Anna", "aNNa")
    assert [guess(name).status_code for name in names] == [200, 200, 200, 200, 429]


def test_others_are_not_locked_out(anna):
    accounts.add(team(), accounts.New("bert", "planner"), PASSWORD)
    assert guesses(5)[-1] == 429
    assert guess("bert", PASSWORD).status_code == 303  # the same office
    assert guess("anna", PASSWORD, of=ELSEWHERE).status_code == 303  # anna, at home


def test_it_ends_by_itself_and_trying_does_not_make_it_longer(anna):
    guesses(5)
    ago(minutes=14)
    refused = guess("anna", PASSWORD)
    assert refused.status_code == 429
    assert "over 1 minuut " in refused.text
    ago(minutes=1)
    assert guess("anna", PASSWORD).status_code == 303


def ago(*, minutes: int) -> None:
    """Let all that was tried have been tried longer ago."""
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(
            attempt_time=row.attempt_time - timedelta(minutes=minutes)
        )


def test_many_addresses_do_not_help(anna):
    """Fifty for one name; here all but the last in the table already."""
    tried(49, ip_address=lambda n: f"198.51.100.{n}", name=lambda n: "anna")
    assert guess().status_code == 429
    assert guess("anna", PASSWORD, of=ELSEWHERE).status_code == 429
    assert guess("bert", of=ELSEWHERE).status_code == 200


def test_many_names_do_not_help(anna):
    tried(49, ip_address=lambda n: HERE, name=lambda n: f"naam{n}")
    assert guess("naam99").status_code == 429
    assert guess("anna", PASSWORD).status_code == 429
    assert guess("anna", PASSWORD, of=ELSEWHERE).status_code == 303


def tried(n, *, ip_address, name) -> None:
    for i in range(n):
        username = throttling.name_of(None, {"username": name(i)})
        AccessAttempt.objects.create(
            username=username, ip_address=ip_address(i), user_agent="x", failures_since_start=1,
            attempt_time=timezone.now(),
        )  # fmt: skip


def test_a_new_agent_or_cookie_does_not_help(anna):
    found = [guess(HTTP_USER_AGENT=f"agent {n}").status_code for n in range(6)]
    assert found == [200, 200, 200, 200, 429, 429]


def test_only_a_proxy_of_ours_says_where_somebody_is(anna):
    def forwarded(n):
        return guess(HTTP_X_FORWARDED_FOR=f"203.0.113.{n}").status_code

    assert [forwarded(n) for n in range(6)] == [200, 200, 200, 200, 429, 429]
    with override_settings(OURS=replace(settings.OURS, behind_proxy=True)):
        assert forwarded(7) == 200
        for n in range(4):  # what a visitor writes himself comes before what the proxy adds
            guess("bert", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 203.0.113.200")
        assert guess("bert", HTTP_X_FORWARDED_FOR="203.0.113.200").status_code == 429
        assert guess("cas", HTTP_X_FORWARDED_FOR="<script>").status_code == 200


def test_an_address_of_version_6_counts_by_its_network(anna):
    of = [f"2001:db8:1:2::{n}" for n in range(5)]
    assert [guess(of=one).status_code for one in of] == [200, 200, 200, 200, 429]
    assert guess(of="2001:db8:1:3::1").status_code == 200


def test_what_was_typed_is_kept_by_a_hash_only(anna):
    guess("hunter2-als-naam", "hunter3-als-wachtwoord")
    (row,) = AccessAttempt.objects.all()
    kept = " ".join(str(value) for value in vars(row).values())
    assert "hunter" not in kept
    assert re.fullmatch(r"[0-9a-f]{40,}", row.username)


def test_guessing_on_does_not_fill_the_log(anna):
    guesses(12)
    found = [entry[2] for entry in logged("log_in_failed")]
    assert found == [{"why": "password", "locked": n == 4} for n in range(5)]


def test_who_logs_in_begins_anew(anna, file):
    """But only for his own name, from where he is."""
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from tests.web.test_signing_in import SET, code_of

    guesses(4, "anna")
    guesses(4, "bert")
    client = Visitor(REMOTE_ADDR=HERE)
    give_password(client)
    assert guesses(1, "anna") == [429]  # a password alone is not logged in
    ago(minutes=16)
    guesses(3, "anna")
    guesses(3, "bert")
    give_password(client)
    client.post(SET, {"code": code_of(TOTPDevice.objects.get(user=anna))})
    client.post("/inloggen/herstelcodes/")
    assert guesses(4, "anna") == [200] * 4
    assert guesses(2, "bert") == [200, 429]


# --- an unknown name and a wrong password ---------------------------------------------------------


def test_an_unknown_name_is_answered_like_a_wrong_password(anna):
    closed = Account.objects.create(username="cas", role="planner", is_active=False)
    closed.set_password(PASSWORD)
    closed.save()
    Account.objects.create(username="dirk", role="team", issuer="https://idp", subject="dirk")
    tried = [
        ("anna", "mis"),
        ("niemand", "mis"),
        ("cas", PASSWORD),
        ("cas", "mis"),
        ("dirk", "mis"),
    ]
    answers = {
        re.sub(r'value="[^"]*"', "", TOKEN.sub("", guess(name, password).text))
        for name, password in tried
    }
    assert len(answers) == 1


def test_it_takes_as_long(anna):
    """Both hash once: the work that is done for each is about the same, whoever else works."""
    seconds: dict[str, list[float]] = {"anna": [], "niemand": []}
    for n in range(9):
        for name, found in seconds.items():
            started = time.process_time()
            guess(name, of=f"198.51.100.{n}")
            found.append(time.process_time() - started)
    known, unknown = (median(found) for found in seconds.values())
    assert 0.5 < known / unknown < 2, seconds
