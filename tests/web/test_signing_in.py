"""Logging in here: a password, then a second factor, and nobody in before both are right."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import override_settings
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from allocator.rounds import auditing
from allocator.store import models
from allocator.web import accounts
from allocator.web.models import Account
from allocator.web.signing_in import devices, halfway
from tests.rounds.people import team
from tests.web.visitors import Visitor, visitor

PASSWORD = "een lange zin van een proef"  # noqa: S105
LOG_IN, CODE, SET, CODES = (
    "/inloggen/", "/inloggen/code/", "/inloggen/instellen/", "/inloggen/herstelcodes/",
)  # fmt: skip


@pytest.fixture
def anna(file):
    """Return somebody of the housing team who never logged in."""
    accounts.add(team(), accounts.New("anna", "team", name="Anna"), PASSWORD)
    return Account.objects.get(username="anna")


@pytest.fixture
def phone(anna):
    """Return the app of anna, set before, and its recovery codes."""
    device = TOTPDevice.objects.create(user=anna, name="phone", confirmed=True)
    return device, devices.new_recovery_codes(anna)


def code_of(device: TOTPDevice) -> str:
    """Return the code that the app shows now."""
    return f"{totp(device.bin_key):06d}"


def give_password(client: Visitor, name: str = "anna", password: str = PASSWORD, **more):
    return client.post(LOG_IN, {"username": name, "password": password, **more})


def logged(action: str) -> list[tuple[str, str, object]]:
    """Return who did something, as what, with what result, oldest first."""
    rows = models.LogEntry.objects.filter(action=action).order_by("n")
    return [(row.who, row.role, json.loads(row.result)) for row in rows]


def inside(client: Visitor) -> bool:
    """Whether a page opens that is not for everybody."""
    return client.get("/account/").status_code == 200


def test_the_first_time_a_second_factor_is_set(anna):
    client = Visitor()
    assert give_password(client).headers["Location"] == SET
    assert not inside(client)
    shown = client.get(SET)
    device = TOTPDevice.objects.get(user=anna)
    assert not device.confirmed
    assert devices.secret_of(device) in shown.text
    assert '<svg viewBox="0 0 ' in shown.text
    assert "style=" not in shown.text
    wrong = client.post(SET, {"code": "000000" if code_of(device) != "000000" else "111111"})
    assert (wrong.status_code, inside(client)) == (200, False)
    assert (
        client.post(SET, {"code": code_of(device)}).status_code == 429
    )  # too early, even if right
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(minutes=1))
    assert client.post(SET, {"code": code_of(device)}).headers["Location"] == CODES
    assert not inside(client)
    shown = client.get(CODES)
    codes = shown.context["codes"]
    assert len(set(codes)) == 10
    assert all(code in shown.text for code in codes)
    assert client.get(SET).headers["Location"] == CODES  # nothing more to set
    assert client.post(CODES).headers["Location"] == "/"
    assert inside(client)
    assert client.get(CODES).status_code == 302  # they are never shown again
    assert codes[0] not in client.get("/account/").text
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert kept == {devices.hashed(devices.bare(code)) for code in codes}
    assert not kept & {devices.bare(code) for code in codes}
    assert [entry[2] for entry in logged("log_in")] == [{"how": "code"}]
    assert logged("second_factor_set") == [("anna", "team", None)]


def test_the_next_time_a_code_is_asked(anna, phone):
    client = Visitor()
    assert give_password(client, "  ANNA ", next="/account/?x=1").headers["Location"] == CODE
    assert client.get(CODE).status_code == 200
    assert not inside(client)
    code = code_of(phone[0])
    assert client.post(CODE, {"code": f" {code[:3]} {code[3:]}"}).headers["Location"] == (
        "/account/?x=1"
    )
    assert inside(client)
    again = Visitor()
    give_password(again)
    assert again.post(CODE, {"code": code}).status_code == 200  # every code works once
    assert not inside(again)


def test_a_recovery_code_works_once(anna, phone):
    for expected in (True, False):
        client = Visitor()
        give_password(client)
        client.post(CODE, {"code": phone[1][3].upper().replace("-", " ")})
        assert inside(client) is expected
    assert devices.codes_left(anna) == 9
    assert [entry[2] for entry in logged("log_in")] == [{"how": "recovery_code"}]
    assert [entry[2]["why"] for entry in logged("log_in_failed")] == ["code"]


def test_a_recovery_code_of_digits_is_one(anna, phone):
    StaticToken.objects.filter(token=devices.hashed(devices.bare(phone[1][0]))).update(
        token=devices.hashed("2345678923")
    )
    client = Visitor()
    give_password(client)
    client.post(CODE, {"code": "23456-78923"})
    assert inside(client)


def test_it_works_on_both_databases(place):
    """What counts and waits is kept in tables: wrong passwords, codes and recovery codes."""
    accounts.add(team(), accounts.New("anna", "team"), PASSWORD)
    client = Visitor()
    give_password(client)
    device = TOTPDevice.objects.get()
    client.post(SET, {"code": code_of(device)})
    code = client.get(CODES).context["codes"][0]
    client.post(CODES)
    assert inside(client)
    client.post("/uitloggen/")
    give_password(client)
    assert client.post(CODE, {"code": "222222"}).status_code == 200
    assert client.post(CODE, {"code": "222222"}).status_code == 429
    client.post(CODE, {"code": code})
    assert inside(client)
    statuses = [give_password(Visitor(), "anna", "mis").status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 429, 429]
    accounts.set_open(team(), "anna", is_open=False)
    assert not inside(client)
    verified = auditing.verify(team())
    assert verified.broken_at is None
    assert len(logged("log_in")) == 2


def test_somebody_elses_code_is_no_code(anna, phone):
    accounts.add(team(), accounts.New("bert", "auditor"), PASSWORD)
    other = TOTPDevice.objects.create(user=Account.objects.get(username="bert"), name="phone")
    devices.new_recovery_codes(other.user)
    client = Visitor()
    give_password(client, "bert")
    for code in (code_of(phone[0]), phone[1][0]):
        assert client.post(CODE, {"code": code}).status_code == 200
        assert not inside(client)


def test_wrong_codes_wait_longer_and_longer(anna, phone):
    client = Visitor()
    give_password(client)
    right = code_of(phone[0])
    wrong = f"{(int(right) + 500_000) % 1_000_000:06d}"
    assert client.post(CODE, {"code": wrong}).status_code == 200
    for _ in range(2):
        refused = client.post(CODE, {"code": right})
        assert refused.status_code == 429
        assert "Wacht 1 seconde" in refused.text
    TOTPDevice.objects.update(throttling_failure_count=8)
    assert "Wacht 128 seconden" in client.post(CODE, {"code": right}).text
    assert not inside(client)
    assert len(logged("log_in_failed")) == 1  # codes that are not looked at do not fill the log


def test_half_way_lasts_five_minutes(anna, phone, monkeypatch):
    client = Visitor()
    give_password(client)
    later = time.time() + halfway.SECONDS + 1
    monkeypatch.setattr("allocator.web.signing_in.halfway.time.time", lambda: later)
    answer = client.post(CODE, {"code": code_of(phone[0])})
    assert answer.headers["Location"] == "/inloggen/?opnieuw=1"
    assert "vijf minuten" in client.get("/inloggen/?opnieuw=1").text
    assert not inside(client)


@pytest.mark.parametrize("change", ["password", "closed"])
def test_half_way_ends_when_the_account_changes(anna, phone, change):
    client = Visitor()
    give_password(client)
    if change == "password":
        anna.set_password("een heel ander wachtwoord")
    anna.is_active = change != "closed"
    anna.save()
    assert client.post(CODE, {"code": code_of(phone[0])}).status_code == 302
    assert not inside(client)


def test_pages_of_half_way_are_closed_to_others(anna, phone):
    for address in (CODE, SET, CODES):
        assert Visitor().get(address).headers["Location"] == "/inloggen/?opnieuw=1"
        assert Visitor().post(address, {"code": code_of(phone[0])}).status_code == 302
    client = Visitor()
    give_password(client)
    assert client.post(CODES).headers["Location"] == "/inloggen/?opnieuw=1"
    assert client.post(SET, {"code": "1"}).headers["Location"] == "/inloggen/?opnieuw=1"
    assert not inside(client)


def test_a_secret_that_was_shown_before_is_not_used_again(anna):
    first, second = Visitor(), Visitor()
    give_password(first)
    seen = TOTPDevice.objects.get(user=anna)
    give_password(second)
    assert TOTPDevice.objects.get(user=anna).key != seen.key
    assert first.post(SET, {"code": code_of(seen)}).headers["Location"] == "/inloggen/?opnieuw=1"


def test_who_was_logged_in_without_a_second_factor_is_out(anna):
    client = Visitor()
    client.force_login(anna, backend="allocator.web.signing_in.backends.LocalBackend")
    assert SESSION_KEY in client.session
    assert client.get("/account/").headers["Location"] == "/inloggen/?next=/account/"
    assert SESSION_KEY not in client.session
    assert "Anna" not in client.get("/niets/").text  # no page knows them, also not of an error


def test_a_second_factor_that_was_not_confirmed_or_is_anothers_does_not_count(anna):
    client = visitor("team", username="anna")
    assert inside(client)
    TOTPDevice.objects.filter(user=anna).update(confirmed=False)
    assert not inside(client)
    client = visitor("team", username="anna")
    TOTPDevice.objects.update(confirmed=True)
    assert inside(client)
    TOTPDevice.objects.update(user=Account.objects.create(username="bert", role="planner"))
    assert not inside(client)


def test_an_account_of_a_demonstration_is_nobody_elsewhere(file):
    demo = Account(username="anna", role="team", demo=True)
    demo.set_password(PASSWORD)
    demo.save()
    assert give_password(Visitor()).status_code == 200
    with override_settings(OURS=replace(settings.OURS, mode="demo")):
        client = Visitor()
        assert give_password(client).headers["Location"] == "/"
        assert inside(client)
        shown = Visitor().get(LOG_IN).text
        assert "plaatswijs-demo" in shown
        assert "Anna Huisvesting" in shown
    assert not inside(client)
    assert "plaatswijs-demo" not in Visitor().get(LOG_IN).text


def test_without_local_login_no_password_works(anna, phone):
    inside_before = visitor("team", username="anna")
    with override_settings(OURS=replace(settings.OURS, local_login=False)):
        assert "password" not in Visitor().get(LOG_IN).text
        assert give_password(Visitor()).status_code == 403
        assert not inside(inside_before)


# --- the log --------------------------------------------------------------------------------------


def test_what_was_typed_is_not_logged(anna, phone):
    assert give_password(Visitor(), "anna", "hunter2hunter2").status_code == 200
    assert give_password(Visitor(), "hunter3hunter3", "x").status_code == 200
    assert [entry for entry in logged("log_in_failed")] == [
        ("anna", "team", {"why": "password", "locked": False}),
        ("plaatswijs", "system", {"why": "unknown", "locked": False}),
    ]
    with_all = b"".join(p.read_bytes() for p in file_of().parent.glob("store.sqlite3*"))
    assert b"hunter" not in with_all
    assert b"log_in_failed" in with_all


def file_of():
    """Return the file of the store that is in use."""
    from pathlib import Path

    from django.db import connection

    return Path(connection.settings_dict["NAME"])


def test_log_in_and_out_are_logged(anna, phone):
    client = Visitor()
    give_password(client)
    client.post(CODE, {"code": code_of(phone[0])})
    assert client.get("/uitloggen/").status_code == 405
    assert inside(client)
    assert client.post("/uitloggen/").status_code == 303
    assert not inside(client)
    assert logged("log_in") == [("anna", "team", {"how": "code"})]
    assert logged("log_out") == [("anna", "team", None)]
    assert Visitor().post("/uitloggen/").status_code == 303
    assert len(logged("log_out")) == 1


# --- passwords ------------------------------------------------------------------------------------


def change(client, old=PASSWORD, new="een nieuwe lange zin", again=None):
    return client.post("/account/wachtwoord/", {"old": old, "new": new, "again": again or new})


def test_change_a_password(anna):
    client, elsewhere = visitor("team", username="anna"), visitor("team", username="anna")
    assert change(client, old="iets anders lang").status_code == 200
    assert change(client, new="kort").status_code == 200
    assert change(client, new="wachtwoord1234", again="wachtwoord12345").status_code == 200
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)
    assert change(client).status_code == 303
    anna.refresh_from_db()
    assert anna.check_password("een nieuwe lange zin")
    assert inside(client)
    assert not inside(elsewhere)
    assert logged("password_change") == [("anna", "team", None)]
    assert [entry[2]["why"] for entry in logged("log_in_failed")] == ["password"]


def test_the_old_password_cannot_be_guessed_on_and_on(anna):
    client = visitor("team", username="anna")
    tried = [change(client, old=f"geraden nummer {n}").status_code for n in range(6)]
    assert tried == [200, 200, 200, 200, 429, 429]
    assert change(client).status_code == 429
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_new_recovery_codes_take_a_code(anna, phone):
    client = Visitor()
    give_password(client)
    client.post(CODE, {"code": phone[1][0]})
    address = "/account/herstelcodes/"
    assert client.post(address, {"code": "abcde-fghjk"}).status_code == 200
    StaticDevice.objects.update(throttling_failure_count=0)
    assert client.post(address, {"code": code_of(phone[0])}).status_code == 303
    shown = client.get("/account/")
    fresh = shown.context["codes"]
    assert len(fresh) == 10
    assert not set(fresh) & set(phone[1])
    assert all(code in shown.text for code in fresh)
    assert client.get("/account/").context["codes"] == []
    assert logged("recovery_codes") == [("anna", "team", None)]


def test_nobody_changes_the_password_of_a_demonstration(file):
    demo = Account(username="anna", role="team", demo=True)
    demo.set_password(PASSWORD)
    demo.save()
    with override_settings(OURS=replace(settings.OURS, mode="demo")):
        client = Visitor()
        give_password(client)
        assert change(client).status_code == 403
        assert "verandert het niet" in client.get("/account/").text
