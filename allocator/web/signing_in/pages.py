"""The pages of logging in."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView

from allocator.web.routes import EVERYBODY, page

PAGES = [
    page(
        "inloggen/",
        LoginView.as_view(template_name="web/signing_in/log_in.html"),
        "log_in",
        roles=(EVERYBODY,),
    ),
    page("uitloggen/", LogoutView.as_view(), "log_out", roles=(EVERYBODY,)),
]
