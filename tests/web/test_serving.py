"""``allocator serve`` starts when all is safe, and otherwise says all that is not, at once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from allocator.web import accounts
from allocator.web.models import Account
from tests.rounds.people import team
from tests.web.provider import providing
from tests.web.served import PATIENCE, free_port

SECRET = "0123456789abcdef" * 4
ROOT = Path(__file__).parents[2]
GOOD = {
    "ALLOCATOR_SECRET_KEY": SECRET,
    "ALLOCATOR_HOSTS": "plaats.example",
    "ALLOCATOR_PROXY": "yes",
}


def environment(**given: str) -> dict[str, str]:
    """Return the environment of this machine with ours in it."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("ALLOCATOR_")}
    return {**bare, **GOOD, **given}


def serve(folder: Path, *options: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Try to serve; fails when that goes on for minutes."""
    return subprocess.run(
        [sys.executable, "-c", "import cli; cli.main()", "serve", *options],
        cwd=folder, env=environment(**given), capture_output=True, text=True, timeout=PATIENCE,
        check=False,
    )  # fmt: skip


def test_production_says_all_that_is_missing_at_once(tmp_path):
    done = serve(
        tmp_path, "--production", "--store", "geen.sqlite3", "--lang", "en",
        ALLOCATOR_SECRET_KEY="kort",  # noqa: S106
        ALLOCATOR_HOSTS="*", ALLOCATOR_PROXY="",
        ALLOCATOR_THEME_CSS="geen.css", ALLOCATOR_TODAY="2025-01-06",
        ALLOCATOR_OIDC_ISSUER="http://idp.example",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert len(lines) == 8
    for word in ("too short", "every name", "https", "geen.css", "ALLOCATOR_TODAY", "idp.example"):
        assert [line for line in lines if word in line], word
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_stays_on_this_machine(tmp_path):
    for host in ("0.0.0.0", "192.0.2.1", "plaats.example"):  # noqa: S104
        done = serve(tmp_path, "--host", host)
        assert done.returncode == 2
        assert f"niet op {host}" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_production_needs_a_store_that_is_there(tmp_path):
    done = serve(tmp_path, "--production", "--store", "geen.sqlite3")
    assert done.returncode == 2
    assert "geen.sqlite3" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_production_refuses_accounts_of_a_demonstration(place, tmp_path):
    Account.objects.create(username="anna", role="team", demo=True)
    done = serve(tmp_path, "--production", *place.arguments, ALLOCATOR_HOSTS="")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2  # with what else is wrong
    assert "accounts van een demonstratie" in done.stderr


def test_a_demonstration_does_not_start_on_real_work(file, tmp_path):
    accounts.add(team(), accounts.New("anna", "team"), "een lange zin van een proef")
    done = serve(tmp_path, *file.arguments)
    assert done.returncode == 2
    assert "staat echt werk" in done.stderr


def test_production_serves_behind_a_proxy(file, tmp_path):
    """The pages answer to their own name, by https, and to nothing else.

    The provider of single sign-on was asked where it is when they started.
    """
    port = free_port()
    with providing() as provider:
        env = environment(
            ALLOCATOR_OIDC_ISSUER=provider.at, ALLOCATOR_OIDC_CLIENT_ID="plaatswijs",
            ALLOCATOR_OIDC_ROLES="wijzer:team", NO_PROXY="127.0.0.1",
        )  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-c", "import cli; cli.main()", "serve", "--production",
             *file.arguments, "--port", str(port), "--workers", "1"],
            cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            wait_for_port(port)
            by_https = {"Host": "plaats.example", "X-Forwarded-Proto": "https"}
            answer = ask(port, **by_https)
            assert answer.status == 200
            assert "__Host-csrf=" in answer.headers["Set-Cookie"]
            assert "Secure" in answer.headers["Set-Cookie"]
            assert "plaatswijs-demo" not in answer.text
            there = ask(port, "/inloggen/organisatie/", **by_https)
            assert there.status == 302
            assert there.headers["Location"].startswith(f"{provider.at}/authorize?")
            assert "https%3A%2F%2Fplaats.example%2F" in there.headers["Location"]
            assert ask(port, Host="plaats.example").status == 301
            assert ask(port, **{**by_https, "Host": "ander.example"}).status == 400
        finally:
            process.terminate()
            _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert b"ander.example" not in said


def wait_for_port(port: int) -> None:
    """Wait until somebody answers at a port."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            return


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *args, **kwargs):
        return None


@dataclass(frozen=True)
class Answer:
    """What a page answered."""

    status: int
    headers: Message
    text: str


def ask(port: int, path: str = "/inloggen/", **headers: str) -> Answer:
    """Return the answer of a page, wherever it leads."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    opener = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))
    try:
        answer = opener.open(request, timeout=PATIENCE)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status, answer.headers, answer.read().decode())


CHECK = """
from allocator.web.worker import connected
connected()
from django.core import management
management.execute_from_command_line(["", "check", "--deploy", "--fail-level", "DEBUG"])
"""


def test_the_check_of_django_for_production_finds_nothing(file):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHECK],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False,
        env=environment(
            ALLOCATOR_STORE=file.where, ALLOCATOR_KEYS=str(file.keys), ALLOCATOR_MODE="production",
            DJANGO_SETTINGS_MODULE="allocator.web.settings",
        ),
    )  # fmt: skip
    assert done.stdout == "System check identified no issues (0 silenced).\n", done.stderr
    assert done.returncode == 0


MAIL = """
from allocator.web import settings as s
print(s.EMAIL_BACKEND.split(".")[-2], s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER,
      s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.DEFAULT_FROM_EMAIL)
"""


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ("smtp://u:p@mail.example?tls=start", "smtp mail.example 587 u p True False a@b.nl"),
        ("smtp://u:p@mail.example?tls=yes", "smtp mail.example 465 u p False True a@b.nl"),
        ("smtp://mail.example:2525", "smtp mail.example 2525   False False a@b.nl"),
        ("console", "console  25   False False a@b.nl"),
    ],
)
def test_mail_goes_as_the_environment_says(mail, expected):
    done = subprocess.run(
        [sys.executable, "-c", MAIL], cwd=ROOT, capture_output=True, text=True, check=True,
        env=environment(ALLOCATOR_MAIL=mail, ALLOCATOR_MAIL_FROM="a@b.nl"), timeout=PATIENCE,
    )  # fmt: skip
    assert done.stdout == expected + "\n"


def test_no_secret_is_in_the_repository():
    """The key that signs cookies is made, given or read; no file of ours holds one."""
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "allocator").rglob("*.py")
        if 'SECRET_KEY = "' in path.read_text("utf-8").replace('SECRET_KEY = "ALLOCATOR', "")
    ]
    assert found == []


@pytest.mark.parametrize("name", ["DEBUG = True", "insecure"])
def test_no_setting_of_development_is_there(name):
    assert name not in (ROOT / "allocator/web/settings.py").read_text("utf-8")
