"""Mail that something waits: how many and where to look, never who.

The worker sends it, so that a slow server of mail holds up nobody; a step never fails by it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django_tasks import task

from allocator.texts import texts
from allocator.web.acting import account
from allocator.web.models import Account

LOG = logging.getLogger(__name__)


def sent(request: HttpRequest, counts: Mapping[str, int], answer_by: str) -> None:
    """Tell corporaties how many proposals wait for them, and until when."""
    address = request.build_absolute_uri(reverse("cards"))
    for owner, n in counts.items():
        for one in _of(role="corporatie", corporatie=owner):
            _tell(one, "sent", address, n=n, day=answer_by)


def answered(request: HttpRequest) -> None:
    """Tell the housing team that a corporatie answered."""
    address = request.build_absolute_uri(reverse("round"))
    who = account(request).corporatie
    for one in _of(role="team"):
        _tell(one, "answered", address, owner=who)


def expired(n: int, address: str) -> None:
    """Tell the housing team how many proposals came back unanswered."""
    for one in _of(role="team"):
        _tell(one, "expired", address, n=n)


def _of(**wanted: str) -> list[Account]:
    """Return the accounts that can be written to."""
    return list(Account.objects.filter(is_active=True, **wanted).exclude(email=""))


def _tell(to: Account, kind: str, address: str, **values: object) -> None:
    t = texts(to.language)
    n = values.pop("n", None)
    line = (
        t(f"pages.mail.{kind}", **values)
        if not isinstance(n, int)
        else t.count(f"pages.mail.{kind}", n, **values)
    )
    body = "\n\n".join((line, address, t("pages.mail.end")))
    post.enqueue(to.email, t(f"pages.mail.{kind}.subject"), body)


@task()
def post(to: str, subject: str, body: str) -> None:
    """Send a mail; one that cannot be sent is noted, without whom it was for."""
    message = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
    try:
        message.send()
    except OSError as error:
        LOG.warning("a notice could not be sent: %s", type(error).__name__)
