"""The pages, and one that fails, to see what is shown and written then."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from allocator.web import urls
from allocator.web.models import ROLES
from allocator.web.routes import EVERYBODY, page

SECRET = "iets-van-een-mens"  # noqa: S105


def fail(request: HttpRequest, name: str) -> HttpResponse:
    try:
        raise KeyError(f"{SECRET}-eerst")
    except KeyError as error:
        raise ValueError(f"{SECRET}-{name}") from error


urlpatterns = [
    *urls.urlpatterns,
    page("mis/<str:name>/", fail, "fail", roles=ROLES),
    page("open-mis/<str:name>/", fail, "open_fail", roles=(EVERYBODY,)),
]
handler400, handler403, handler404, handler500 = (
    urls.handler400, urls.handler403, urls.handler404, urls.handler500,
)  # fmt: skip
