"""``report.html`` in a browser: nothing blocked, nothing inaccessible, small screens, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.report.browser import browser, found_by_axe, opened
from tests.report.reports import nijmegen_page

__all__ = ["browser"]
SIZES = {"nl-wide": (1280, 900), "nl-phone": (320, 640), "en-phone": (320, 640)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder with the report in both languages."""
    made = tmp_path_factory.mktemp("report")
    for language in ("nl", "en"):
        (made / f"{language}.html").write_text(nijmegen_page(language), "utf-8")
    return made


@pytest.fixture(params=SIZES)
def page(request, browser, folder) -> Iterator[Page]:
    width, height = SIZES[request.param]
    report = folder / f"{request.param[:2]}.html"
    with opened(browser, report, width, height) as page:
        yield page


def test_the_style_sheet_is_allowed(page):
    color = page.evaluate("getComputedStyle(document.querySelector('.internal')).backgroundColor")
    assert color == "rgb(253, 240, 220)"


def test_nothing_that_axe_finds(page):
    found = found_by_axe(page)
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


ROWS = [f'<tr><td><a href="/{i}">home {i}</a></td></tr>' for i in range(8)]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (ROWS[3], None),
        ('<tr><td><a href="/3"><i class="faint">home</i></a></td></tr>', "color-contrast"),
        ('<tr class="faint"><td><a href="/3">home</a></td></tr>', "color-contrast"),
        ('<tr><td><a href="/3" style="color: #ccc">home</a></td></tr>', "color-contrast"),
        ('<tr><td><a href="/3"></a></td></tr>', "link-name"),
    ],
)
def test_one_row_that_is_wrong_is_found_among_rows_that_are_alike(browser, row, rule):
    style = "a { color: #000 } .faint, .faint a { color: #ccc } td { padding: 2rem }"
    rows = "".join([*ROWS[:3], row, *ROWS[4:]])
    page = browser.new_page()
    page.set_content(
        f"<title>t</title><style>{style}</style><main><h1>t</h1><table>{rows}</table></main>"
    )
    page.evaluate("document.documentElement.lang = 'nl'")
    assert [one["id"] for one in found_by_axe(page)] == ([rule] if rule else [])
    assert page.locator("tr[data-alike]").count() >= 3
    page.close()


def test_the_page_itself_does_not_scroll_sideways(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # what does, can be reached by keyboard and has a name
    wide = """[...document.querySelectorAll('*')].filter(
        e => e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(
            getComputedStyle(e).overflowX)
        && !(e.tabIndex === 0 && (e.ariaLabel || e.getAttribute('aria-labelledby')))
    ).map(e => e.outerHTML.slice(0, 80))"""
    assert page.evaluate(wide) == []


def test_reasons_can_be_read_without_scrolling_sideways(page):
    right = "Math.max(...[...document.querySelectorAll('.why div')].map(%s))"
    assert page.evaluate(right % "e => e.getBoundingClientRect().right") <= page.evaluate(
        "window.innerWidth"
    )


def test_links_lead_to_their_part(page):
    for link in page.locator("nav a").all():
        link.click()
        target = page.url.partition("#")[2]
        assert page.locator(f"#{target}").is_visible()


def test_the_policy_blocks_what_is_not_of_the_page(browser, folder):
    """So that the empty console of the other tests says something."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((folder / "nl.html").as_uri())
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'file:///x.png'}))")
    assert len([text for text in said if "Content Security Policy" in text]) == 2
    page.close()


def test_on_paper(browser, folder, tmp_path):
    page = browser.new_page(viewport={"width": 720, "height": 1000})
    page.goto((folder / "nl.html").as_uri())
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True, tagged=True)
    written = (tmp_path / "report.pdf").read_bytes()
    assert written.startswith(b"%PDF")
    assert 5 < written.count(b"/Type /Page\n") < 60
    page.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('%s')).%s"
    assert page.evaluate(style % ("thead", "display")) == "table-header-group"
    assert page.evaluate(style % ("tbody tr", "breakInside")) == "avoid"
    assert page.evaluate(style % (".scroll", "overflow")) == "visible"
    assert page.evaluate(style % ("nav", "display")) == "none"
    # all of it fits on the width of the paper: A4 less the margins, in pixels
    page.set_viewport_size({"width": 688, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    page.close()
