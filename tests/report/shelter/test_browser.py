"""``report.html`` of a relocation plan in a browser: accessible, on small screens, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from allocator.report.shelter.page import to_html
from tests.report.browser import browser, found_by_axe, opened
from tests.report.shelter.large import large
from tests.report.shelter.plans import golden_page

__all__ = ["browser"]
SIZES = {
    "large-nl-wide": (1280, 900),
    "large-nl-phone": (320, 640),
    "golden-en-phone": (320, 640),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder with reports of a small and a large plan."""
    made = tmp_path_factory.mktemp("report")
    (made / "large-nl.html").write_bytes(to_html(*large()))
    (made / "golden-en.html").write_text(golden_page("en"), "utf-8")
    return made


@pytest.fixture(params=SIZES)
def page(request, browser, folder) -> Iterator[Page]:
    width, height = SIZES[request.param]
    report = folder / f"{request.param.rpartition('-')[0]}.html"
    with opened(browser, report, width, height) as page:
        yield page


def test_both_style_sheets_are_allowed(page):
    color = "getComputedStyle(document.querySelector('%s')).%s"
    assert page.evaluate(color % (".internal", "backgroundColor")) == "rgb(253, 240, 220)"
    assert page.evaluate(color % (".ext", "color")) == "rgb(122, 62, 0)"
    assert page.evaluate(color % (".facts", "display")) == "grid"


def test_nothing_that_axe_finds(page):
    found = found_by_axe(page)
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def test_the_page_itself_does_not_scroll_sideways(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # what does, can be reached by keyboard and has a name
    wide = """[...document.querySelectorAll('*')].filter(
        e => e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(
            getComputedStyle(e).overflowX)
        && !(e.tabIndex === 0 && (e.ariaLabel || e.getAttribute('aria-labelledby')))
    ).map(e => e.outerHTML.slice(0, 80))"""
    assert page.evaluate(wide) == []


def test_what_must_be_read_without_scrolling_sideways(page):
    """Reasons, the charts of sites, and how many go from where to where."""
    right = "Math.max(...[...document.querySelectorAll('%s')].map(e => %s))"
    edge = "e.getBoundingClientRect().right"
    for part in (".why div", "figure svg", ".flows .amount", ".facts div", ".said li"):
        assert page.evaluate(right % (part, edge)) <= page.evaluate("window.innerWidth"), part


def test_links_lead_to_their_part(page):
    for link in page.locator("nav a").all():
        link.click()
        assert page.locator(f"#{page.url.partition('#')[2]}").is_visible()


def test_on_paper(browser, folder, tmp_path):
    page = browser.new_page(viewport={"width": 720, "height": 1000})
    page.goto((folder / "large-nl.html").as_uri())
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True, tagged=True)
    written = (tmp_path / "report.pdf").read_bytes()
    assert written.startswith(b"%PDF")
    assert 5 < written.count(b"/Type /Page\n") < 60
    page.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('%s')).%s"
    assert page.evaluate(style % ("figure", "breakInside")) == "avoid"
    assert page.evaluate(style % (".flows tbody", "breakInside")) == "avoid"
    assert page.evaluate(style % (".scroll", "overflow")) == "visible"
    # all of it fits on the width of the paper: A4 less the margins, in pixels
    page.set_viewport_size({"width": 688, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    page.close()
