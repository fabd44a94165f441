"""Every page that a role can reach by links: axe finds nothing, nothing sticks out, no console.

The links are followed from where a role begins.  A page that nobody can reach, and that is not
named here as something else, fails the test.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.web.addresses import ALL
from tests.web.screens import monday
from tests.web.served import ROOT, accessible, served, visiting

ROLES = {"team": "anna", "corporatie": "bram", "planner": "dirk", "auditor": "els"}
MOST = 2  # of each kind of page
# What is no page: forms that are sent, files to keep, a part of a page, and logging in.
SENT = {
    "account_codes", "account_password", "alternatives", "announce", "card_answer",
    "comparing_end", "household_withdraw", "home_withdraw", "import_apply", "import_cancel",
    "language", "log_export", "log_out", "log_verify", "move_step", "price_ask", "price_confirm",
    "proposal_step", "round_close", "round_draft", "round_open", "round_reopen", "round_send",
    "scenario_add", "scenario_remove", "solve_end",
}  # fmt: skip
FILES = {"draft_file", "cards_list", "import_template", "theme", "comparison_file"}
PARTS = {"home", "round_go", "solve_standing", "comparing_standing"}
SIGNING_IN = {
    "log_in", "log_in_code", "log_in_set", "log_in_codes", "log_in_sso", "log_in_sso_back",
}  # fmt: skip
# Looked at in tests of their own: in this week is no move, import by hand, or comparison.
ELSEWHERE = {"move", "import_made", "comparing", "comparison"}
ZOOMED = 640  # 200 % of a window of 1280
NARROW = 30  # rem of 16 pixels, up to which a page is laid out for a telephone


@pytest.fixture(scope="module")
def week(browser, tmp_path_factory):
    """Return a demonstration in the middle of its first week."""
    with served(tmp_path_factory.mktemp("week")) as made:
        with visiting(browser, made, "anna") as page:
            monday(page, made)
        yield made


def links_of(page: Page) -> list[str]:
    """Return the paths that a page links to, in their order."""
    found = page.eval_on_selector_all(
        "a[href]:not([download])", "all => all.map(one => one.getAttribute('href'))"
    )
    return [link for link in found if link.startswith(("/", "?"))]


def name_of(path: str) -> str | None:
    """Return the name of an address of ours."""
    try:
        return resolve(urlsplit(path).path).url_name
    except Resolver404:
        return None


def test_the_layout_changes_once():
    """So a page has two looks, and every other width is one of them, moved about."""
    style = (ROOT / "allocator/web/static/web/plaatswijs.css").read_text("utf-8")
    assert re.findall(r"@media[^{]*width[^{]*", style) == [f"@media (max-width: {NARROW}rem) "]
    assert 320 <= 16 * NARROW < ZOOMED


def looked_at(page: Page) -> None:
    """Look at a page that is open: wide, narrow, and zoomed.

    Zoomed it has the colours that it has when wide, as the layout changes once: what takes most
    of the time, contrast, is not looked at a third time.
    """
    assert page.locator("h1").count() == 1, page.url
    assert page.title().split("–")[0].strip(), page.url
    accessible(page)
    for width, known in ((320, ()), (ZOOMED, ("color-contrast",))):
        page.set_viewport_size({"width": width, "height": 800})
        accessible(page, leave_out=known)
    page.set_viewport_size({"width": 1200, "height": 900})


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(browser, week, role):
    seen: dict[str, int] = {}
    done = set()
    with visiting(browser, week, ROLES[role]) as page:
        waiting = [urlsplit(page.url).path]
        while waiting:
            path = waiting.pop(0)
            name = name_of(path)
            if name is None or path in done or name in FILES or seen.get(name, 0) >= MOST:
                continue
            done.add(path)
            page.goto(week.at + path)
            landed = urlsplit(page.url)
            seen[name] = seen.get(name, 0) + 1
            looked_at(page)
            here = landed.path
            waiting += [link if link.startswith("/") else here + link for link in links_of(page)]
    known = {one.name for one in ALL if role in one.roles}
    other = SENT | FILES | PARTS | SIGNING_IN | ELSEWHERE
    # A price or a draft being made is reached by sending a form, and looked at in the whole week.
    missed = known - other - seen.keys() - {"solve"}
    assert missed == set()


@pytest.mark.slow
def test_pages_of_what_went_wrong_can_be_read_by_everybody(browser, week):
    for who, path in (("anna", "/bestaat-niet/"), ("anna", "/ronde/99/"), ("bram", "/ronde/")):
        with visiting(browser, week, who, quiet=False) as page:
            page.goto(week.at + path)
            looked_at(page)
