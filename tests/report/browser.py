"""A browser for the tests of reports, and pages in it that must not complain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # all that passes need not be told in full, which takes long
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@contextmanager
def opened(browser: Browser, report: Path, width: int, height: int) -> Iterator[Page]:
    """Open a report; nothing may be said on the console, and nothing else asked for."""
    page = browser.new_page(viewport={"width": width, "height": height})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: said.append(asked.url))
    page.goto(report.as_uri())
    yield page
    page.close()
    # what a policy blocks is told on the console too
    assert said == [report.as_uri()]


def found_by_axe(page: Page, leave_out: tuple[str, ...] = ()) -> list[dict[str, object]]:
    """Return what axe finds wrong with a page that is open, but for rules that are left out."""
    options = {**WCAG, "rules": {rule: {"enabled": False} for rule in leave_out}}
    found: list[dict[str, object]] = Axe().run(page, options=options).response["violations"]
    return found
