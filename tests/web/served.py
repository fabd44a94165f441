"""The pages as people start them: ``allocator serve``, and a browser that must not complain."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from allocator.web.demo import PASSWORD
from tests.report.browser import browser as browser
from tests.report.browser import found_by_axe

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0  # seconds until the pages answer


@dataclass
class Served:
    """Pages that are being served; ``at`` is their address."""

    at: str
    folder: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


# What the command does before it serves.
PREPARED = """
import cli
from allocator.web import serving

serving.run = lambda place, env: 0
cli.main(["serve"])
"""


@lru_cache
def _files() -> dict[str, bytes]:
    """Return what a demonstration is kept in: made once, as it takes longer than to serve it."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([sys.executable, "-c", PREPARED], cwd=name, check=True, capture_output=True)
        return {file.name: file.read_bytes() for file in Path(name).glob("plaatswijs-demo*")}


@contextmanager
def served(folder: Path, *, anew: bool = False) -> Iterator[Served]:
    """Serve a demonstration from a folder, until the end of the block.

    It is a copy, unless the command shall make it ``anew``.
    """
    for name, content in ({} if anew else _files()).items():
        (folder / name).touch(0o600)
        (folder / name).write_bytes(content)
    port = free_port()
    command = [sys.executable, "-c", "import cli; cli.main()", "serve", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    made = Served(f"http://127.0.0.1:{port}", folder, process)
    try:
        _wait_for(made)
        yield made
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(made: Served) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert made.process.poll() is None, (made.folder / "log").read_text("utf-8")
        try:
            with urllib.request.urlopen(made.at + "/inloggen/", timeout=PATIENCE) as answer:
                assert answer.status == 200
                return
        except OSError:  # no answer yet, or none in time
            time.sleep(0.2)
    raise AssertionError((made.folder / "log").read_text("utf-8"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a demonstration that is being served, one for all tests of a module."""
    folder = tmp_path_factory.mktemp("demo")
    with served(folder) as made:
        yield made
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def visiting(
    browser: Browser, demo: Served, who: str = "", *, scripts: bool = True, width: int = 1200,
    height: int = 900, quiet: bool = True,
) -> Iterator[Page]:  # fmt: skip
    """Open a browser, logged in as an account of the demonstration.

    Its console must stay empty, unless it need not be ``quiet``: a browser says there that a page
    was an error.
    """
    context: BrowserContext = browser.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": height}, locale="nl-NL"
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    try:
        if who:
            log_in(page, demo, who)
        yield page
        assert not quiet or said == []
    finally:
        context.close()


def log_in(page: Page, demo: Served, who: str) -> None:
    """Log in as an account of the demonstration."""
    page.goto(demo.at + "/inloggen/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(lambda url: "/inloggen/" not in url)


def accessible(page: Page, *, leave_out: tuple[str, ...] = ()) -> None:
    """Make sure that axe finds nothing, and that nothing sticks out sideways.

    Rules that ``leave_out`` names are not looked at: those that were at another width.
    """
    assert found_by_axe(page, leave_out) == [], page.url
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, f"{page.url} is wider than the window"
