"""The pages start with one command, and somebody can log in."""

from __future__ import annotations

import socket
import time

from tests.web.served import PATIENCE, accessible, served, visiting


def test_a_demonstration_starts_with_one_command(browser, tmp_path):
    with served(tmp_path, anew=True) as demo, visiting(browser, demo, "anna") as page:
        assert page.url == demo.at + "/ronde/"
        accessible(page)


def test_nothing_lives_on_when_the_command_is_killed(tmp_path):
    with served(tmp_path) as made:
        port = int(made.at.rsplit(":", 1)[1])
        made.process.kill()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)):
                    return
            time.sleep(0.2)
    raise AssertionError("the pages are still being served")
