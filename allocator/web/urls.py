"""All addresses of the pages."""

from __future__ import annotations

from django.urls import URLPattern

from allocator.web import open_pages
from allocator.web.signing_in import pages as signing_in
from allocator.web.team import pages as team

urlpatterns: list[URLPattern] = [
    *open_pages.PAGES,
    *signing_in.PAGES,
    *team.PAGES,
]

handler400 = "allocator.web.failures.bad_request"
handler403 = "allocator.web.failures.forbidden"
handler404 = "allocator.web.failures.not_found"
handler500 = "allocator.web.failures.server_error"
