"""The pages of a comparison and of what is worth, in a browser: on a screen, a phone and paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.reading.scenario import read_scenarios
from allocator.scenarios.comparing import compare
from allocator.scenarios.comparison.merging import merged
from allocator.scenarios.comparison.page import to_html
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.sweeping.local import LocalExecutor
from allocator.scenarios.worth.run import WorthAsk, run_worth
from tests.report.browser import browser, found_by_axe, opened
from tests.scenarios.comparison.build import ROOT, TINY, figures, outcomes, scenario

__all__ = ["browser"]
SIZES = ((1280, 900), (320, 640))
NIJMEGEN = ROOT / "instances" / "nijmegen"
NAMES = ("basis", "doorstroomlocatie-lent", "alleen-kamers")


def made_up(*names: str):
    """Return figures of Nijmegen that nobody simulated, with everything that a page can show."""
    given = {}
    for i, name in enumerate(names):
        for measure, size in (
            *(("housed_persons", 270), ("waiting_persons_end", 690), ("person_weeks", 28_000)),
            *(("waited_mean", 62.5), ("waited_p90", 78), ("over_term_share", 0.98)),
            *(("second_moves", 1), ("empty_days", 11_000), ("lapsed", 90), ("proven_weeks", 1)),
            *(("shelter_without", 215), ("shelter_most_without", 113), ("shelter_moved", 200)),
            *(("shelter_extended", 1500), ("shelter_proven_months", 0.25)),
        ):
            given[name, measure, "all"] = [size + (i * run % 3) for run in range(3)]
        for until in ("2025-06-30", "2025-12-31"):
            given[name, "housed_persons", until] = [100 + i, 120, 140]
            given[name, "task_left", until] = [86 - i, 66, 46]
        for group in ("size=1", "size=2", "size=3", "gender=f", "gender=m"):
            given[name, "households", group] = [30, 32, 34]
            given[name, "housed", group] = [9, 8, 7 + i]
            given[name, "waited_mean", group] = [60, 62, 61 + i]
        for wijk, load in (("goffert", 1), ("lent", 0.9), ("WK026802", 0.4)):
            given[name, "wijk_load", f"{wijk} 2025"] = [load, load, load * (1 - i / 10)]
    return figures(given)


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    """Return a folder with the pages."""
    folder = tmp_path_factory.mktemp("pages")
    readings = read_scenarios(NIJMEGEN, [NIJMEGEN / "scenarios" / f"{n}.toml" for n in NAMES])
    names = tuple(reading.scenario.name for reading in readings)
    waits = [(name, run, "H1", 2, 10 + i) for i, name in enumerate(names) for run in range(3)]
    found = compare(merged(made_up(*names)), outcomes(*waits), names)
    for language in ("nl", "en"):
        page = to_html(Result(readings, found, 1, "matching"), language=language)
        (folder / f"comparison-{language}.html").write_bytes(page)
    ask = WorthAsk(2, 1, LocalExecutor(1))
    run_worth(TINY, scenario(folder, "base"), folder / "worth", ask)
    (folder / "worth" / "report.html").rename(folder / "worth-nl.html")
    return folder


@pytest.mark.parametrize("name", ["comparison-nl", "comparison-en", "worth-nl"])
@pytest.mark.parametrize("size", SIZES)
def test_a_page(browser, pages, name, size):
    with opened(browser, pages / f"{name}.html", *size) as page:
        found = found_by_axe(page)
        assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator("svg").count() >= 1
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids))
        for link in page.locator("nav a").all():
            assert page.locator(link.get_attribute("href")).count() == 1


def test_on_paper(browser, pages):
    """All of it fits on the width of the paper: A4 less the margins, in pixels."""
    with opened(browser, pages / "comparison-nl.html", 688, 1000) as page:
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= 688
        right = "Math.max(...[...document.querySelectorAll('table, svg')].map(%s))"
        assert page.evaluate(right % "e => e.getBoundingClientRect().right") <= 688


def test_what_it_says(pages):
    page = (pages / "comparison-nl.html").read_text("utf-8")
    assert "De taakstelling vraagt er 376 tot en met 31-12-2025." in page
    assert "geen aantoonbaar verschil" in page
    assert "100% vol" in page
    assert "Opvang" in page
    assert "De opvang van ontheemden en het verhuisplan zitten hier niet in." not in page
    assert "Doorstroomlocatie Lent" in page
