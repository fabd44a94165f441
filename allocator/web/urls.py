"""All addresses of the pages."""

from __future__ import annotations

from django.urls import URLPattern

from allocator.web import open_pages
from allocator.web.auditor import pages as auditor
from allocator.web.corporatie import pages as corporatie
from allocator.web.dashboard import pages as dashboard
from allocator.web.facts import pages as facts
from allocator.web.planner import pages as planner
from allocator.web.scenarios import pages as scenarios
from allocator.web.signing_in import pages as signing_in
from allocator.web.team import pages as team

urlpatterns: list[URLPattern] = [
    *open_pages.PAGES,
    *signing_in.PAGES,
    *team.PAGES,
    *facts.PAGES,
    *corporatie.PAGES,
    *planner.PAGES,
    *scenarios.PAGES,
    *auditor.PAGES,
    *dashboard.PAGES,
]

handler400 = "allocator.web.failures.bad_request"
handler403 = "allocator.web.failures.forbidden"
handler404 = "allocator.web.failures.not_found"
handler500 = "allocator.web.failures.server_error"
