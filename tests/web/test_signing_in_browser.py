"""Logging in as people do: with and without scripts, by keyboard, on a narrow screen."""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b32decode

import pytest
from django_otp.oath import totp
from playwright.sync_api import Page

from tests.web.served import Served, accessible, visiting

PASSWORD = "een lange zin van een proef"  # noqa: S105


@pytest.fixture
def account(demo: Served, request: pytest.FixtureRequest) -> str:
    """Add an account with a second factor to the demonstration, by command; return its name."""
    name = f"u{abs(hash(request.node.name))}"
    store = str(demo.folder / "plaatswijs-demo.sqlite3")
    call = ["account", "add", name, "--role", "team", "--store", store, "--password-stdin"]
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("ALLOCATOR_", "DJANGO_"))}
    subprocess.run(
        [sys.executable, "-c", "import cli; cli.main()", *call],
        input=PASSWORD, env=bare, text=True, check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return name


def code_of(secret: str) -> str:
    """Return what the app shows that was given a secret."""
    return f"{totp(b32decode(secret.replace(' ', ''))):06d}"


def give_password(page: Page, demo: Served, name: str, password: str = PASSWORD) -> None:
    page.goto(demo.at + "/inloggen/?next=/account/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("main form button")


@pytest.mark.parametrize(("scripts", "width"), [(True, 1200), (False, 320)])
def test_a_first_and_a_second_time(browser, demo, account, scripts, width):
    with visiting(browser, demo, scripts=scripts, width=width) as page:
        page.goto(demo.at + "/inloggen/")
        looked_at(page, scripts)
        give_password(page, demo, account, "mis")
        assert page.inner_text(".errorlist").startswith("De gebruikersnaam en het wachtwoord")
        looked_at(page, scripts)
        give_password(page, demo, account)
        assert page.url.endswith("/inloggen/instellen/")
        looked_at(page, scripts)
        secret = page.inner_text(".secret")
        page.fill("[name=code]", code_of(secret))
        page.click("main form button")
        looked_at(page, scripts)
        codes = page.locator(".codes code").all_inner_texts()
        assert len(codes) == 10
        page.click("main form button")
        assert page.url == demo.at + "/account/"
        looked_at(page, scripts)
        page.click("text=Uitloggen")
        give_password(page, demo, account)
        assert page.url.endswith("/inloggen/code/")
        looked_at(page, scripts)
        page.fill("[name=code]", codes[0])
        page.click("main form button")
        assert page.url == demo.at + "/account/"
        assert "9 codes" in page.inner_text("dl.facts")


def looked_at(page: Page, scripts: bool) -> None:
    """Look at a page with axe, which is a script itself."""
    if scripts:
        accessible(page)
    else:
        assert not page.locator("body").evaluate("body => body.scrollWidth > window.innerWidth")


def test_a_narrow_screen(browser, demo, account):
    with visiting(browser, demo, width=320) as page:
        page.goto(demo.at + "/inloggen/")
        accessible(page)
        give_password(page, demo, account)
        accessible(page)
        page.fill("[name=code]", code_of(page.inner_text(".secret")))
        page.click("main form button")
        accessible(page)
        page.click("main form button")
        accessible(page)


def test_another_password_by_keyboard_alone(browser, demo, account):
    with visiting(browser, demo) as page:
        page.goto(demo.at + "/inloggen/?next=/account/")
        to(page, "[name=username]")
        page.keyboard.type(account)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        to(page, "[name=code]")
        page.keyboard.type(code_of(page.inner_text(".secret")))
        page.keyboard.press("Enter")
        page.wait_for_url("**/inloggen/herstelcodes/")
        to(page, "main button")
        page.keyboard.press("Enter")
        page.wait_for_url("**/account/")
        to(page, "[name=old]")
        for word in (PASSWORD, "kort", "langer"):
            page.keyboard.type(word)
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/account/wachtwoord/")
        assert page.locator("[aria-invalid=true]").count() == 1
        accessible(page)
        to(page, "[name=old]")
        for word in (PASSWORD, PASSWORD[::-1], PASSWORD[::-1]):
            page.keyboard.type(word)
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/account/")
        assert "Uw wachtwoord is veranderd." in page.inner_text("[role=status]")
        accessible(page)


def to(page: Page, what: str) -> None:
    """Go to a field or a button by pressing Tab, which must not take too long."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(what).first.evaluate("found => found === document.activeElement"):
            outline = page.locator(":focus").evaluate(
                "found => getComputedStyle(found).outlineStyle"
            )
            assert outline == "solid"
            return
    raise AssertionError(f"{what} cannot be reached")


def test_who_guesses_is_told_to_wait(browser, demo):
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    for _ in range(5):
        give_password(page, demo, "els", "geraden")
    assert "Probeer het over 15 minuten opnieuw." in page.inner_text("main")
    accessible(page)
    context.close()
