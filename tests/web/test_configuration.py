"""What the environment says of the pages: read, and all that is wrong with it told at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from allocator.messages.errors import error_lines
from allocator.texts import texts
from allocator.web.configuration import VARIABLES, configuration, unsafe
from allocator.web.environment.mail import Mail
from allocator.web.environment.sso import MEANINGS, Meaning
from allocator.web.models import ROLES

SECRET = "0123456789abcdef" * 4
GOOD = {
    "ALLOCATOR_SECRET_KEY": SECRET,
    "ALLOCATOR_HOSTS": "plaats.example, www.plaats.example",
    "ALLOCATOR_PROXY": "yes",
}
SSO = {
    "ALLOCATOR_OIDC_ISSUER": "https://idp.example",
    "ALLOCATOR_OIDC_CLIENT_ID": "plaatswijs",
    "ALLOCATOR_OIDC_ROLES": "wijzer:team, leden:corporatie=portaal",
}


def faults(**given: str) -> list[str]:
    """Return what is wrong with an environment, by the ids of the sentences."""
    ours = configuration({**GOOD, **given})
    found = [*ours.faults, *unsafe(ours)]
    for language in ("nl", "en"):
        for fault in found:  # each can be said
            assert "{" not in error_lines(fault, texts(language))[0]
    return [fault.message for fault in found]


def test_a_good_environment():
    ours = configuration(GOOD)
    assert (ours.faults, unsafe(ours)) == ((), [])
    assert ours.hosts == ("plaats.example", "www.plaats.example")
    assert (ours.secret_key, ours.behind_proxy, ours.mode) == (SECRET, True, "production")
    assert (ours.local_login, ours.sso, ours.mail) == (True, None, Mail())


def test_nothing_at_all():
    ours = configuration({})
    assert ours.faults == ()
    assert [one.message for one in unsafe(ours)] == [
        "serve.no_secret", "serve.no_hosts", "serve.no_proxy",
    ]  # fmt: skip
    assert configuration({}).secret_key != ours.secret_key


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"ALLOCATOR_SECRET_KEY": "ab" * 25}, ["serve.short_secret"]),
        ({"ALLOCATOR_SECRET_KEY": "abcde" * 10}, []),  # five signs, fifty of them
        ({"ALLOCATOR_SECRET_KEY": "abcde" * 10 + "x"}, []),
        ({"ALLOCATOR_SECRET_KEY": ("abcde" * 10)[:49]}, ["serve.short_secret"]),
        ({"ALLOCATOR_SECRET_KEY": "", "ALLOCATOR_SECRET_KEY_FILE": "/niets"},
         ["serve.unreadable_secret", "serve.no_secret"]),
        ({"ALLOCATOR_HOSTS": ""}, ["serve.no_hosts"]),
        ({"ALLOCATOR_HOSTS": "plaats.example,*"}, ["serve.any_host"]),
        ({"ALLOCATOR_PROXY": "no"}, ["serve.no_proxy"]),
        ({"ALLOCATOR_PROXY": "misschien"}, ["serve.bad_truth", "serve.no_proxy"]),
        ({"ALLOCATOR_THEME_CSS": "/niets.css"}, ["serve.no_file"]),
        ({"ALLOCATOR_TODAY": "2025-01-06"}, ["serve.today_in_production"]),
        ({"ALLOCATOR_TODAY": "6 januari"}, ["serve.bad_day"]),
        ({"ALLOCATOR_LOCAL_LOGIN": "no"}, ["serve.no_login"]),
        ({"ALLOCATOR_LOCAL_LOGIN": "no", **SSO}, []),
        (SSO, []),
        ({**SSO, "ALLOCATOR_OIDC_ISSUER": "http://idp.example"}, ["serve.not_https"]),
        ({**SSO, "ALLOCATOR_OIDC_ISSUER": "http://127.0.0.1:8080"}, []),
        ({**SSO, "ALLOCATOR_OIDC_ISSUER": "http://localhost.example"}, ["serve.not_https"]),
        ({**SSO, "ALLOCATOR_OIDC_ISSUER": "idp.example"}, ["serve.not_https"]),
        ({**SSO, "ALLOCATOR_OIDC_ISSUER": "https://"}, ["serve.not_https"]),
        ({**SSO, "ALLOCATOR_OIDC_USERINFO_URL": "http://idp.example/me"}, ["serve.not_https"]),
        ({**SSO, "ALLOCATOR_OIDC_TOKEN_URL": "https://idp.example/t"}, ["serve.sso_missing"] * 2),
        ({**SSO, "ALLOCATOR_OIDC_CLIENT_ID": ""}, ["serve.sso_missing"]),
        ({"ALLOCATOR_OIDC_CLIENT_ID": "x"}, ["serve.sso_missing"] * 2),
        ({**SSO, "ALLOCATOR_OIDC_CLIENT_SECRET_FILE": "/niets"}, ["serve.unreadable_secret"]),
        ({**SSO, "ALLOCATOR_OIDC_SIGN_ALGO": "none"}, ["serve.sso_algorithm"]),
        ({**SSO, "ALLOCATOR_OIDC_SIGN_ALGO": "HS256"}, ["serve.sso_algorithm"]),
        ({**SSO, "ALLOCATOR_OIDC_SCOPES": "profile"}, ["serve.sso_scopes"]),
        ({**SSO, "ALLOCATOR_OIDC_ROLES": "wijzer:baas"}, ["serve.sso_role"]),
        ({**SSO, "ALLOCATOR_OIDC_ROLES": "wijzer:system"}, ["serve.sso_role"]),
        ({**SSO, "ALLOCATOR_OIDC_ROLES": "leden:corporatie"}, ["serve.sso_role"]),
        ({**SSO, "ALLOCATOR_OIDC_ROLES": "wijzer:team=portaal"}, ["serve.sso_role"]),
        ({**SSO, "ALLOCATOR_OIDC_ROLES": ":team"}, ["serve.sso_role"]),
        ({"ALLOCATOR_MAIL": "smtp://mail.example"}, ["serve.no_sender"]),
        ({"ALLOCATOR_MAIL": "imap://mail.example"}, ["serve.bad_mail"]),
        ({"ALLOCATOR_MAIL": "smtp://u:geheim@mail.example?tls=soms"}, ["serve.bad_mail"]),
        ({"ALLOCATOR_MAIL": "smtp://u:geheim@mail.example:vijf"}, ["serve.bad_mail"]),
        ({"ALLOCATOR_MAIL": "smtp://u:w@mail.example", "ALLOCATOR_MAIL_FROM": "a@b.nl"},
         ["serve.open_mail"]),
        ({"ALLOCATOR_MAIL": "smtp://u:w@127.0.0.1", "ALLOCATOR_MAIL_FROM": "a@b.nl"}, []),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(given, expected):
    assert faults(**given) == expected


def test_all_faults_come_together():
    found = faults(
        ALLOCATOR_SECRET_KEY="kort",  # noqa: S106
        ALLOCATOR_HOSTS="*", ALLOCATOR_PROXY="", ALLOCATOR_MAIL="x",
        ALLOCATOR_THEME_CSS="/x", ALLOCATOR_TODAY="x", ALLOCATOR_OIDC_ISSUER="x",
    )  # fmt: skip
    assert len(found) == 9


def test_no_fault_tells_a_secret(tmp_path):
    secrets = {
        "ALLOCATOR_SECRET_KEY": "sleutelwoord",
        "ALLOCATOR_MAIL": "smtp://gebruiker:sleutelwoord@mail.example?tls=nee",
        "ALLOCATOR_OIDC_CLIENT_SECRET": "sleutelwoord",
        "ALLOCATOR_OIDC_ISSUER": "http://gebruiker:sleutelwoord@idp.example",
    }
    ours = configuration(secrets)
    found = [*ours.faults, *unsafe(ours)]
    assert len(found) > 5
    said = "".join(line for one in found for line in error_lines(one, texts("nl")))
    assert "sleutelwoord" not in said + repr(ours)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("console", Mail()),
        ("smtp://mail.example",
         Mail(host="mail.example", sender="a@b.nl")),
        ("smtp://u%40v:p%2Fw@mail.example?tls=start",
         Mail("mail.example", 587, "u@v", "p/w", "start", "a@b.nl")),
        ("smtp://u:p@mail.example:2465?tls=yes",
         Mail("mail.example", 2465, "u", "p", "yes", "a@b.nl")),
    ],
)  # fmt: skip
def test_mail(word: str, expected: Mail):
    found = configuration({"ALLOCATOR_MAIL": word, "ALLOCATOR_MAIL_FROM": "a@b.nl"})
    assert found.faults == ()
    assert found.mail == (expected if expected.host else Mail(sender="a@b.nl"))


def test_secrets_come_from_files(tmp_path):
    (tmp_path / "key").write_text(SECRET + "\n")
    (tmp_path / "client").write_text("van-de-inlog\n")
    ours = configuration(
        {
            **SSO,
            "ALLOCATOR_SECRET_KEY_FILE": str(tmp_path / "key"),
            "ALLOCATOR_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "client"),
        }
    )
    assert ours.secret_key == SECRET
    assert ours.secret_given
    assert ours.sso is not None
    assert ours.sso.client_secret == "van-de-inlog"  # noqa: S105


def test_groups_mean_roles():
    ours: Any = configuration(SSO).sso
    assert ours.roles == (Meaning("wijzer", "team"), Meaning("leden", "corporatie", "portaal"))
    with_colon: Any = configuration({**SSO, "ALLOCATOR_OIDC_ROLES": "urn:x:wijzer:auditor"}).sso
    assert with_colon.roles == (Meaning("urn:x:wijzer", "auditor"),)
    assert set(MEANINGS) == set(ROLES)


def test_a_demonstration_has_a_day():
    ours = configuration({"ALLOCATOR_MODE": "demo", "ALLOCATOR_TODAY": "2025-01-06"})
    assert (ours.demo, ours.today, ours.faults) == (True, date(2025, 1, 6), ())


def test_every_variable_is_one_that_is_read():
    """And every one that is read is in the list that the documentation is compared with."""
    read: set[str] = set()

    class Noting(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            read.add(name)
            return super().get(name, default)

    configuration(Noting(SSO))
    assert read - {"ALLOCATOR_MODE", "ALLOCATOR_TODAY"} == set(VARIABLES)
    assert len(set(VARIABLES)) == len(VARIABLES)
