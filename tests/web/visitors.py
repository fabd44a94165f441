"""Who opens pages in tests: an account of each role, and a client that has logged in."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.test.utils import setup_test_environment
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from allocator.web.models import Account
from allocator.web.signing_in import guard

setup_test_environment()  # mail goes to an outbox, and templates say what they were given

PASSWORD = "geheim-voor-een-proef"  # noqa: S105


class Visitor(Client):
    """A client that comes by https, as in production."""

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        """Ask for a page."""
        return super().generic(*args, **{**kwargs, "secure": True})


def account(role: str = "team", corporatie: str = "", username: str = "") -> Account:
    """Return an account of a role, made when it is not there."""
    name = username or f"{role}{f'-{corporatie}' if corporatie else ''}"
    found = Account.objects.filter(username=name).first()
    if found is None:
        found = Account(username=name, role=role, corporatie=corporatie)
        found.set_unusable_password()
        found.save()
    return found


def visitor(role: str = "team", corporatie: str = "", username: str = "") -> Visitor:
    """Return a client that has logged in, with a second factor."""
    client = Visitor()
    who = account(role, corporatie, username)
    client.force_login(who, backend=guard.LOCAL)
    device, _ = TOTPDevice.objects.get_or_create(user=who, name="phone")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client
