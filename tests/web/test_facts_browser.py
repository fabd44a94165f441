"""The pages of the facts in a browser: every state accessible, with and without scripts, narrow."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.rounds.people import NIJMEGEN
from tests.web.served import accessible, visiting

PAGES = (
    "/huishoudens/", "/huishoudens/?search=zoek", "/huishoudens/?lhbtiq=yes&sort=id",
    "/huishoudens/H-0012/", "/huishoudens/H-0012/wijzigen/",
    "/huishoudens/H-0012/personen/H-0012-1/", "/woningen/", "/woningen/?wijk=hatert&sort=rent",
    "/woningen/W-062/", "/woningen/W-062/wijzigen/", "/inlezen/", "/inlezen/1/", "/instellingen/",
    "/instellingen/term_weeks/", "/instellingen/tiers.matching/", "/instellingen/documents/",
)  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Files of the sample: one that would change something, and one with faults."""
    made = {}
    for kind, old, new in (
        ("changed", ";610,", ";612,"),
        ("broken", "statushouder", "nomade"),
    ):
        folder = tmp_path_factory.mktemp(kind)
        for file in NIJMEGEN.iterdir():
            if file.suffix in (".csv", ".toml"):
                shutil.copy(file, folder)
        homes, people = folder / "homes.csv", folder / "households.csv"
        homes.write_text(homes.read_text("utf-8").replace("571", "573").replace(old, new), "utf-8")
        if kind == "broken":
            people.write_text(people.read_text("utf-8").replace(old, new, 3), "utf-8")
        made[kind] = sorted(folder.iterdir())
    return made


@pytest.mark.slow
@pytest.mark.parametrize(("scripts", "width"), [(True, 1200), (False, 320)])
def test_every_page_is_accessible_with_and_without_scripts_wide_and_narrow(
    browser, demo, scripts, width
):
    with visiting(browser, demo, "anna", scripts=scripts, width=width) as page:
        for address in PAGES:
            assert page.goto(demo.at + address).status == 200
            look(page, scripts)


def look(page, scripts: bool) -> None:
    """Make sure of a page; axe itself is a script, so without them only its width is looked at."""
    if scripts:
        accessible(page)
    else:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.slow
@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (False, 1200)])
def test_somebody_finds_edits_imports_and_sets(browser, demo, files, scripts, width):
    said = "met" if scripts else "zonder"
    with visiting(browser, demo, "anna", scripts=scripts, width=width) as page:
        page.goto(demo.at + "/huishoudens/")
        page.fill("[name=search]", "h-0004")
        page.click("main form button")
        page.click("tbody a")
        page.click("text=Gegevens verbeteren")
        page.fill("[name=nareis_persons]", "veel")
        page.fill("[name=hold_reason]", f"een reden {said} scripts")
        page.click("main form button")
        assert "'veel' is geen getal" in page.inner_text("main")
        look(page, scripts)
        page.fill("[name=nareis_persons]", "5" if scripts else "6")
        page.click("main form button")
        assert "Opgeslagen:" in page.inner_text("[role=status]")
        assert f"een reden {said} scripts" in page.inner_text("main")
        look(page, scripts)
        _import(page, demo, files, scripts)
        page.goto(demo.at + "/instellingen/")
        page.click("text=Termijn in weken")
        page.fill("[name=value]", "12" if scripts else "13")
        page.fill("[name=reason]", f"besluit {said} scripts")
        page.click("main form button")
        assert f"Reden: besluit {said} scripts" in page.inner_text("main")
        look(page, scripts)


def _import(page, demo, files, scripts: bool) -> None:
    page.goto(demo.at + "/inlezen/")
    page.set_input_files("[name=files]", files["broken"])
    page.click("button:has-text('Nakijken')")
    assert "'nomade' is hier geen keuze" in page.inner_text("main")
    look(page, scripts)
    page.set_input_files("[name=files]", files["changed"])
    page.click("button:has-text('Nakijken')")
    assert "Er is nog niets veranderd." in page.inner_text("main")
    look(page, scripts)
    page.click("button:has-text('Toepassen')")
    assert "is ingelezen" in page.inner_text("[role=status]")
    look(page, scripts)


@pytest.mark.slow
def test_the_auditor_sees_the_settings_and_no_way_to_change_them(browser, demo):
    with visiting(browser, demo, "els") as page:
        page.goto(demo.at + "/instellingen/")
        accessible(page)
        assert page.locator("main form, main a[href*=instellingen]").count() == 0


@pytest.mark.slow
def test_a_household_is_edited_with_the_keyboard_alone(browser, demo):
    with visiting(browser, demo, "anna") as page:
        page.goto(demo.at + "/huishoudens/H-0005/wijzigen/")
        page.focus("[name=earlier_moves]")
        page.keyboard.press("Control+A")
        page.keyboard.type("2")
        page.keyboard.press("Enter")
        page.wait_for_url("**/huishoudens/H-0005/")
        assert "Eerdere verhuizingen" in page.inner_text("[role=status]")
