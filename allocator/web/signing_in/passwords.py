"""Which passwords are too easily guessed, and how that is said in our own words."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from allocator.web.models import Account

LEAST_SIGNS = 6  # different ones
# What people here begin with; Django's list of known passwords is English.
PLAIN = frozenset(
    ("wachtwoord", "welkom", "geheim", "inloggen", "gemeente", "plaatswijs", "plaatswijsdemo",
     "woning", "corporatie", "password", "qwertyuiop", "nederland"),
)  # fmt: skip


class NotPlain:
    """Refuses one known word with digits or signs around it, and a few signs over and over."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError for such a password."""
        letters = "".join(sign for sign in password.casefold() if sign.isalpha())
        if letters in PLAIN or len(set(password)) < LEAST_SIGNS:
            raise ValidationError("plain", code="password_too_common")

    def get_help_text(self) -> str:
        """Return nothing: the form says what to choose."""
        return ""


def why_not(password: str, account: Account) -> list[str]:
    """Return the ids of what is wrong with a password; none when it is a good one."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        return list(dict.fromkeys(f"pages.sign.{one.code}" for one in error.error_list))
    return []
