"""The addresses of auditors."""

from __future__ import annotations

from allocator.web.auditor import chain_page, fairness_page, log_page
from allocator.web.routes import page

AUDITOR = ("auditor",)

PAGES = [
    page("logboek/", log_page.show, "log", roles=AUDITOR),
    page("logboek/controleren/", chain_page.verify, "log_verify", roles=AUDITOR),
    page("logboek/downloaden/", chain_page.export, "log_export", roles=AUDITOR),
    page("logboek/<int:n>/", log_page.entry, "log_entry", roles=AUDITOR),
    page("eerlijkheid/", fairness_page.show, "fairness", roles=AUDITOR),
]
