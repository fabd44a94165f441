"""The addresses of the housing team."""

from __future__ import annotations

from allocator.web.routes import page
from allocator.web.team import round_page

TEAM = ("team",)

PAGES = [
    page("ronde/", round_page.newest, "round", roles=TEAM),
]
