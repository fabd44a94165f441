"""The pages with figures in a browser: accessible, narrow, without scripts, on paper."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.web.served import Served, accessible, visiting

PAGES = (
    ("anna", "/dashboard/"),
    ("dirk", "/dashboard/"),
    ("dirk", "/wijken/"),
    ("dirk", "/verhuisplanning/"),
    ("els", "/dashboard/"),
    ("els", "/logboek/"),
    ("els", "/logboek/1/"),
    ("els", "/eerlijkheid/"),
)
WEEK = (
    ("open",),
    ("propose",),
    ("send", "--answer-by", "2025-01-13"),
    ("decide", "--household", "H-0012", "--home", "W-054", "--accept"),
    ("decide", "--household", "H-0190", "--home", "W-071", "--refuse", "works_needed"),
    ("offer", "--household", "H-0012"),
    ("household", "decides", "--household", "H-0012", "--yes"),
    ("sign", "--household", "H-0012"),
    ("announce", "--object-by", "2025-01-20", "--time-limit", "3"),
)
# All steps in one process: to import everything takes longer than a step.
LIVE = """
import json, sys
import cli

for step in json.loads(sys.argv[1]):
    try:
        cli.main(["round", *step, "--today", "2025-01-06"])
    except SystemExit as ended:
        assert ended.code in (0, 4), step  # 4: not proven
"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def week(demo: Served) -> Served:
    """Return a demonstration in which a week was lived, and a relocation plan announced."""
    env = {**os.environ, "ALLOCATOR_STORE": "plaatswijs-demo.sqlite3"}
    command = [sys.executable, "-c", LIVE, json.dumps(WEEK)]
    done = subprocess.run(command, cwd=demo.folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return demo


def test_the_pages_are_accessible_wide_and_narrow(browser, week):
    for who in sorted({who for who, _ in PAGES}):
        with visiting(browser, week, who) as page:
            for path in (path for one, path in PAGES if one == who):
                for width in (1200, 320):
                    page.set_viewport_size({"width": width, "height": 900})
                    page.goto(week.at + path)
                    accessible(page)


def test_charts_are_there_and_can_be_scrolled_by_keyboard(browser, week):
    with visiting(browser, week, "anna", width=320) as page:
        page.goto(week.at + "/dashboard/")
        charts = page.locator(".chart svg")
        assert charts.count() == 6
        names = [charts.nth(i).locator("title").text_content() for i in range(6)]
        assert len(set(names)) == 6
        assert page.locator("svg [style], [style]").count() == 0
        region = page.locator(".chart").first
        region.focus()
        page.keyboard.press("ArrowRight")
        for _ in range(50):  # it scrolls smoothly, and a script in the page may not wait for it
            if page.evaluate("document.activeElement.scrollLeft") > 0:
                break
            page.wait_for_timeout(100)
        assert page.evaluate("document.activeElement.scrollLeft") > 0


def test_without_scripts(browser, week):
    with visiting(browser, week, "dirk", scripts=False) as page:
        page.goto(week.at + "/wijken/")
        assert page.locator(".map__tile").count() == 44 + 6  # and the legend
        assert page.get_by_text("Hatert", exact=True).count() == 2  # on the map and in the table
        page.goto(week.at + "/verhuisplanning/")
        assert page.locator(".bands__cell--extended").count() > 1
    with visiting(browser, week, "els", scripts=False) as page:
        page.goto(week.at + "/logboek/")
        page.get_by_label("wat").select_option("sign")
        page.get_by_role("button", name="Zoeken").click()
        assert page.get_by_text("1 regel gevonden.").is_visible()
        page.get_by_role("button", name="Controleren").click()
        assert page.locator(".alert--success").count() > 0
        with page.expect_download() as download:
            page.get_by_role("button", name="Logboek downloaden").click()
        assert download.value.suggested_filename == "logboek-2025-01-06.jsonl"


def test_in_english_and_on_paper(browser, week):
    with visiting(browser, week, "dirk") as page:
        page.goto(week.at + "/dashboard/")
        page.get_by_role("button", name="English").click()
        assert page.get_by_role("heading", level=1).text_content() == "Figures"
        accessible(page)
        page.emulate_media(media="print")
        assert page.locator(".chart svg").first.is_visible()
        assert not page.locator(".menu").is_visible()
