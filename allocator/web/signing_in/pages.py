"""The pages of logging in."""

from __future__ import annotations

from allocator.web.models import ROLES
from allocator.web.routes import EVERYBODY, page
from allocator.web.signing_in import account_page, log_in, second_factor, sso_pages

OPEN = (EVERYBODY,)

PAGES = [
    page("inloggen/", log_in.log_in, "log_in", roles=OPEN),
    page("inloggen/code/", second_factor.code, "log_in_code", roles=OPEN),
    page("inloggen/instellen/", second_factor.set_app, "log_in_set", roles=OPEN),
    page("inloggen/herstelcodes/", second_factor.codes, "log_in_codes", roles=OPEN),
    page("inloggen/organisatie/", sso_pages.go, "log_in_sso", roles=OPEN),
    page("inloggen/organisatie/terug/", sso_pages.back, "log_in_sso_back", roles=OPEN),
    page("uitloggen/", log_in.log_out, "log_out", roles=OPEN),
    page("account/", account_page.own, "account", roles=ROLES),
    page("account/wachtwoord/", account_page.password, "account_password", roles=ROLES),
    page("account/herstelcodes/", account_page.recovery_codes, "account_codes", roles=ROLES),
]
