"""The addresses of the facts."""

from __future__ import annotations

from allocator.web.facts import editing, homes, households, imports, settings_pages
from allocator.web.routes import page

TEAM = ("team",)
TEAM_AND_AUDITOR = ("team", "auditor")

HOUSEHOLDS = [
    page("huishoudens/", households.listed, "households", roles=TEAM),
    page("huishoudens/<str:household>/", households.one, "household_dossier", roles=TEAM),
    page(
        "huishoudens/<str:household>/wijzigen/", editing.household, "household_edit", roles=TEAM
    ),
    page(
        "huishoudens/<str:household>/personen/<str:person>/", editing.person, "person_edit",
        roles=TEAM,
    ),
]  # fmt: skip
HOMES = [
    page("woningen/", homes.listed, "homes", roles=TEAM),
    page("woningen/<str:home>/", homes.one, "home_dossier", roles=TEAM),
    page("woningen/<str:home>/wijzigen/", editing.home, "home_edit", roles=TEAM),
]
IMPORT = [
    page("inlezen/", imports.upload, "import", roles=TEAM),
    page("inlezen/toepassen/", imports.apply, "import_apply", roles=TEAM),
    page("inlezen/weg/", imports.cancel, "import_cancel", roles=TEAM),
    page("inlezen/sjabloon/", imports.template, "import_template", roles=TEAM),
    page("inlezen/<int:entry>/", imports.made, "import_made", roles=TEAM),
]
SETTINGS = [
    page("instellingen/", settings_pages.listed, "settings", roles=TEAM_AND_AUDITOR),
    page("instellingen/<str:setting>/", settings_pages.one, "setting", roles=TEAM),
]
PAGES = [*HOUSEHOLDS, *HOMES, *IMPORT, *SETTINGS]
