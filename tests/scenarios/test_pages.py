"""The pages of trade-offs and slips in a browser, on a wide screen and on a phone."""

from __future__ import annotations

import pytest

from allocator.scenarios.frontier.run import run_frontier
from allocator.scenarios.frontier.trading import TradingSettings
from allocator.scenarios.slip.run import SlipAsk, run_slip
from tests.cli.build import written
from tests.random_instances import small_instance
from tests.report.browser import browser, found_by_axe, opened
from tests.scenarios.test_slip_command import city

__all__ = ["browser"]
SIZES = ((1280, 900), (320, 640))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return the folders of a page of each sort."""
    made = tmp_path_factory.mktemp("pages")
    traded = written(small_instance(14), made / "round")
    run_frontier(traded, made / "frontier", ("relocations", "spread"), TradingSettings())
    shelter = written(city(), made / "shelter")
    run_slip(shelter, made / "slip", SlipAsk(months=(1,), processes=1, language="en"))
    return made


@pytest.mark.parametrize("name", ["frontier", "slip"])
@pytest.mark.parametrize("size", SIZES)
def test_a_page(browser, pages, name, size):
    with opened(browser, pages / name / "report.html", *size) as page:
        found = found_by_axe(page)
        assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator("svg").count() >= 1
