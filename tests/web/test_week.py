"""A whole week in a browser: the team and a corporatie, with scripts and without, and by keyboard.

Every page on the way is looked at by axe, and its console must stay empty.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.web.served import Served, accessible, served, visiting

SOLVED = 90_000  # milliseconds, on a busy machine


@pytest.fixture
def fresh(tmp_path):
    """A demonstration of its own: a week changes it."""
    with served(tmp_path) as made:
        yield made


def press(page: Page, name: str) -> None:
    """Press a button of the page and wait for what comes."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def solved(page: Page) -> None:
    """Wait until a draft is made, as the page itself shows it."""
    page.wait_for_url(re.compile(r"/concept/\d+/$"), timeout=SOLVED)


def home_in(page: Page, part: str) -> str:
    """Return the first home of a part of the round."""
    heading = page.locator(f"h2#{part} + div a").first
    return str(heading.inner_text())


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_week_of_the_team_and_a_corporatie(browser, fresh, scripts):
    look = accessible if scripts else lambda page: None  # axe itself is a script
    with visiting(browser, fresh, "anna", scripts=scripts) as anna:
        _monday(anna, look)
        with visiting(browser, fresh, "bram", scripts=scripts) as bram:
            accepted, refused = _answers(bram, fresh, look)
        _rest_of_the_week(anna, fresh, look, accepted, refused)


def _monday(anna: Page, look) -> None:
    look(anna)
    press(anna, "Nieuwe ronde openen")
    look(anna)
    press(anna, "Eerste concept maken")
    solved(anna)
    look(anna)
    assert anna.get_by_text("bewezen beste").count()
    anna.get_by_role("link", name="Naar de ronde").click()
    look(anna)
    press(anna, "Versturen naar de corporaties")
    assert anna.get_by_text("12 voorstellen naar portaal").count()
    look(anna)


def _answers(bram: Page, fresh: Served, look) -> tuple[str, str]:
    assert bram.url == fresh.at + "/voorstellen/"
    look(bram)
    rows = bram.locator("main tbody tr")
    assert rows.count() == 12
    accepted, refused = (rows.nth(i).locator("a").get_attribute("href") for i in (5, 6))
    assert accepted
    assert refused
    bram.goto(fresh.at + accepted)
    look(bram)
    press(bram, "Aanvaarden")
    assert bram.get_by_text("aanvaard").count()
    bram.goto(fresh.at + refused)
    bram.locator("form.block select[name=code]").select_option("works_needed")
    bram.locator("form.block textarea").fill("het dak lekt")
    press(bram, "Weigeren")
    look(bram)
    bram.get_by_role("link", name="Mijn woningen").click()
    look(bram)
    return accepted, refused


def _rest_of_the_week(anna: Page, fresh: Served, look, accepted: str, refused: str) -> None:
    anna.goto(fresh.at + "/ronde/")
    press(anna, "Tweede concept maken")
    solved(anna)
    look(anna)
    household, home = refused.strip("/").split("/")[1:]
    assert anna.locator("tr", has_text=household).get_by_text("geweigerd").count()
    household, home = accepted.strip("/").split("/")[1:]
    anna.goto(f"{fresh.at}/voorstel/{household}/{home}/")
    look(anna)
    for step in ("Aanbieden aan het huishouden", "Het huishouden zegt ja", "Huurcontract getekend"):
        press(anna, step)
        look(anna)
    assert anna.get_by_text("geplaatst").count()
    # Another home for somebody who was left out: the price first.
    anna.goto(fresh.at + "/ronde/1/niet-geplaatst/")
    look(anna)
    anna.locator("tbody a").first.click()
    anna.fill("[name=home]", "W-044")
    anna.fill("[name=reason]", "de school is om de hoek")
    look(anna)
    press(anna, "Bekijk de prijs")
    anna.wait_for_selector("text=Verandering", timeout=SOLVED)
    look(anna)
    press(anna, "Bevestigen")
    look(anna)
    press(anna, "Ronde sluiten")
    assert anna.get_by_text("gesloten").count()
    look(anna)
    anna.fill("[name=reason]", "nog een tekening")
    press(anna, "Ronde heropenen")
    assert anna.get_by_text("Ronde 1 is open").count()


def to(page: Page, what: str, most: int = 80) -> None:
    """Go with the tab key to what is called so, and see that it shows where we are."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const e = document.activeElement; return [e.innerText || e.name || '',"
            " getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]; })()"
        )
        assert here[1] != "none", f"nothing shows that {here[0]!r} has the focus on {page.url}"
        if here[0].strip() == what:
            return
    raise AssertionError(f"{what!r} cannot be reached by keyboard on {page.url}")


@pytest.mark.slow
def test_a_round_is_opened_solved_and_sent_by_keyboard_alone(browser, fresh):
    with visiting(browser, fresh) as page:
        page.goto(fresh.at + "/inloggen/")
        to(page, "username")
        page.keyboard.type("anna")
        page.keyboard.press("Tab")
        page.keyboard.type("plaatswijs-demo")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ronde/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Naar de inhoud"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        to(page, "Nieuwe ronde openen")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Ronde 1 is open")
        to(page, "Eerste concept maken")
        page.keyboard.press("Enter")
        solved(page)
        to(page, "Naar de ronde")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ronde/1/")
        to(page, "answer_by")  # a week from now stands there already
        to(page, "Versturen naar de corporaties")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=voorstellen naar portaal, antwoord uiterlijk 13-1-2025")
