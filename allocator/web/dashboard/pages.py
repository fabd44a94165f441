"""The address of the dashboard."""

from __future__ import annotations

from allocator.web.dashboard import board_page
from allocator.web.routes import page

PAGES = [
    page("dashboard/", board_page.show, "dashboard", roles=("team", "planner", "auditor")),
]
