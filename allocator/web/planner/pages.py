"""The addresses of planners."""

from __future__ import annotations

from allocator.web.planner import timeline_page, wijken_page
from allocator.web.routes import page

PLANNER = ("planner",)

PAGES = [
    page("wijken/", wijken_page.show, "wijken", roles=PLANNER),
    page("verhuisplanning/", timeline_page.show, "timeline", roles=PLANNER),
]
