"""Pictures of the main pages, for docs/pages.md: ``python -m tests.web.screens`` makes them anew.

They are made from a demonstration in the middle of its first week.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.report.browser import ARGUMENTS, CHROMIUM
from tests.web.served import Served, served, visiting

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
WIDTH, HEIGHT = 1100, 800
# Name of the picture, who looks, and the page; the words in braces are found on the way.
SCREENS = {
    "round": ("anna", "/ronde/1/"),
    "draft": ("anna", "/ronde/1/concept/1/"),
    "proposal": ("anna", "/voorstel/{household}/{home}/"),
    "price": ("anna", "{price}"),
    "household": ("anna", "/huishoudens/{household}/"),
    "cards": ("bram", "/voorstellen/"),
    "wijken": ("dirk", "/wijken/"),
    "dashboard": ("anna", "/dashboard/"),
    "log": ("els", "/logboek/"),
}


def make(browser: Browser, demo: Served, folder: Path) -> list[Path]:
    """Live a first Monday in a demonstration, and picture its pages; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    with visiting(browser, demo, "anna", width=WIDTH, height=HEIGHT) as page:
        found = monday(page, demo)
    made = []
    for name, (who, address) in SCREENS.items():
        with visiting(browser, demo, who, width=WIDTH, height=HEIGHT) as page:
            page.goto(demo.at + address.format(**found))
            made.append(folder / f"{name}.png")
            page.screenshot(path=made[-1])
    return made


def monday(page: Page, demo: Served) -> dict[str, str]:
    """Open a round, draft it, ask for a price, and send; return what pages are about."""
    page.click("text=Nieuwe ronde openen")
    page.click("button:has-text('Eerste concept maken')")
    page.wait_for_url(re.compile(r"/concept/\d+/$"), timeout=90_000)
    page.goto(demo.at + "/ronde/1/niet-geplaatst/")
    page.locator("tbody a").first.click()
    page.fill("[name=home]", "W-044")
    page.fill("[name=reason]", "De school is om de hoek.")
    page.click("main button")
    page.wait_for_selector("text=Verandering", timeout=90_000)
    price = page.url.removeprefix(demo.at)
    page.goto(demo.at + "/ronde/1/")
    address = page.locator("main tbody a").nth(11).get_attribute("href") or ""
    household, home = address.strip("/").split("/")[1:]
    page.click("button:has-text('Versturen naar de corporaties')")
    return {"household": household, "home": home, "price": price}


def main() -> None:
    """Make the pictures of the documentation anew."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as demo:  # noqa: SIM117
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for file in make(browser, demo, FOLDER):
                print(file.name, file.stat().st_size)
            browser.close()


if __name__ == "__main__":
    main()
