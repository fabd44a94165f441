"""The pages start with one command, and somebody can log in."""

from __future__ import annotations

from tests.web.served import accessible, visiting


def test_a_demonstration_starts_with_one_command(browser, demo):
    with visiting(browser, demo, "anna") as page:
        assert page.url == demo.at + "/ronde/"
        accessible(page)
