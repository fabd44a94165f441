"""Second factors: an app that shows a code, and recovery codes for when it is not at hand."""

from __future__ import annotations

import math
import secrets
from base64 import b32encode
from dataclasses import dataclass

import segno
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from allocator.web.models import Account

NAME = "plaatswijs"
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look like another
LENGTH = 10  # 49 bits
DIGITS = 6


@dataclass(frozen=True)
class Checked:
    """What came of a code: the device that knows it, or after how many seconds to try again."""

    device: Device | None
    wait: int = 0

    @property
    def recovery(self) -> bool:
        """Whether it was a recovery code."""
        return isinstance(self.device, StaticDevice)


def app_of(account: Account) -> TOTPDevice | None:
    """Return the app that somebody uses, ``None`` when they have none yet."""
    return TOTPDevice.objects.filter(user=account, confirmed=True).first()


def fresh_app(account: Account) -> TOTPDevice:
    """Return an app to be set, with a secret that nobody has seen; earlier ones are gone."""
    TOTPDevice.objects.filter(user=account, confirmed=False).delete()
    return TOTPDevice.objects.create(user=account, name=NAME, confirmed=False)


def unset_app(account: Account, pk: int | None) -> TOTPDevice | None:
    """Return an app that is being set; ``None`` when another was set meanwhile."""
    if app_of(account) is not None:
        return None
    return TOTPDevice.objects.filter(user=account, pk=pk, confirmed=False).first()


def secret_of(app: TOTPDevice) -> str:
    """Return the secret of an app, in groups that can be typed over."""
    text = b32encode(app.bin_key).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def picture_of(app: TOTPDevice) -> str:
    """Return the secret of an app as an SVG that a phone can read."""
    drawn: str = segno.make(app.config_url, micro=False).svg_inline(
        border=4, light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return drawn


def check(account: Account, typed: str) -> Checked:
    """Look whether a code is right: that of the app, or one of the recovery codes.

    Every code counts once, and after a wrong one the next has to wait, each time longer.
    """
    code = bare(typed)
    digits = code.isdecimal() and len(code) == DIGITS
    found: Device | None = app_of(account) if digits else _recovery(account)
    if found is None:
        return Checked(None)
    return verified(account, found, code if digits else hashed(code))


def verified(account: Account, device: Device, token: str) -> Checked:
    """Look whether a device knows a code."""
    allowed, why = device.verify_is_allowed()
    if not allowed:
        left = (why or {})["locked_until"] - timezone.now()
        return Checked(None, max(1, math.ceil(left.total_seconds())))
    return Checked(verify_token(account, device.persistent_id, token))


def new_recovery_codes(account: Account) -> list[str]:
    """Return new recovery codes, in place of all earlier ones; only their hashes are kept."""
    device, _ = StaticDevice.objects.get_or_create(user=account, name=NAME)
    device.token_set.all().delete()  # the device stays: somebody may be logged in with it
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=hashed(one)) for one in codes)
    half = LENGTH // 2
    return [f"{one[:half]}-{one[half:]}" for one in codes]


def codes_left(account: Account) -> int:
    """Return how many recovery codes were not used yet."""
    return int(StaticToken.objects.filter(device__user=account).count())


def forget(account: Account) -> None:
    """Take away the second factor; the next login sets a new one."""
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()


def bare(typed: str) -> str:
    """Return a code without the spaces and hyphens that people type."""
    return "".join(sign for sign in typed.casefold() if sign not in " -\t")


def hashed(code: str) -> str:
    """Return what is kept of a recovery code; with our secret only it can be made from one."""
    return salted_hmac("allocator.web.recovery", code).hexdigest()[:16]


def _recovery(account: Account) -> StaticDevice | None:
    return StaticDevice.objects.filter(user=account, confirmed=True).first()
