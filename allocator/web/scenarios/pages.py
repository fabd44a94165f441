"""The addresses of scenarios."""

from __future__ import annotations

from allocator.web.routes import page
from allocator.web.scenarios import comparing_page, comparison_page, kept_page

PLANNERS = ("team", "planner")
COMPARING = "scenarios/vergelijken/<uuid:solve>/"
COMPARISON = "scenarios/vergelijkingen/<uuid:comparison>/"

PAGES = [
    page("scenarios/", kept_page.show, "scenarios", roles=PLANNERS),
    page("scenarios/toevoegen/", kept_page.add, "scenario_add", roles=PLANNERS),
    page("scenarios/weghalen/", kept_page.remove, "scenario_remove", roles=PLANNERS),
    page("scenarios/vergelijken/", comparing_page.ask, "compare", roles=PLANNERS),
    page(COMPARING, comparing_page.show, "comparing", roles=PLANNERS),
    page(f"{COMPARING}stand/", comparing_page.standing, "comparing_standing", roles=PLANNERS),
    page(f"{COMPARING}beeindigen/", comparing_page.end, "comparing_end", roles=PLANNERS),
    page(COMPARISON, comparison_page.show, "comparison", roles=PLANNERS),
    page(f"{COMPARISON}<str:file>", comparison_page.file, "comparison_file", roles=PLANNERS),
]
