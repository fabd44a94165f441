"""A browser for the tests of reports, and pages in it that must not complain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
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
READY = """() => {
    axe.configure({rules: [{id: 'color-contrast', selector: ':not([data-alike])'}]});
    const places = (i, all) => [i % 2, i === 0, i === all.length - 1];
    const free = ['aria-label', 'datetime', 'href', 'id', 'value'];
    const looks = one => [one.tagName, ...[...one.attributes].filter(
        each => !free.includes(each.name)).map(each => each.name + '=' + each.value)];
    for (const table of document.querySelectorAll('table')) {
        const known = new Set();
        [...table.tBodies].forEach((body, b, bodies) => [...body.rows].forEach((row, r, rows) => {
            const all = [row, ...row.querySelectorAll('*')];
            const what = [body, ...all].map(looks).concat(places(b, bodies), places(r, rows));
            const text = JSON.stringify(what);
            if (known.has(text)) all.forEach(one => one.setAttribute('data-alike', ''));
            known.add(text);
        }));
    }
}"""
"""Have contrast, which takes most of the time, looked at once for rows of a table that are alike.

They have the same elements with the same attributes, but for where links go; both are odd or both
even, and neither or both are the first or the last: so they have the same colours.  All other
rules look at every row.
"""


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
    """Return what axe finds wrong with a page that is open, but for rules that are left out.

    The script is read once for a page, however often that is looked at.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate(READY)
    options = {**WCAG, "rules": {rule: {"enabled": False} for rule in leave_out}}
    found: list[dict[str, object]] = page.evaluate(
        "async options => (await axe.run(options)).violations", options
    )
    return found
