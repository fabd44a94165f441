"""Reading variables one by one, and noting what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from allocator.errors import BadCall

YES = ("1", "yes", "ja", "true", "on")
NO = ("0", "no", "nee", "false", "off")
LOOPBACK_NAME = "localhost"


class Environment:
    """The variables that were given; ``faults`` is what was wrong with those that were read."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.faults: list[BadCall] = []

    def fault(self, message: str, **values: object) -> None:
        """Note a fault."""
        self.faults.append(BadCall(message, **values))

    def text(self, name: str, default: str = "") -> str:
        """Return a text."""
        return self._given.get(name, "").strip() or default

    def words(self, name: str, separator: str = ",") -> tuple[str, ...]:
        """Return texts with a separator between them."""
        return tuple(word.strip() for word in self.text(name).split(separator) if word.strip())

    def truth(self, name: str, *, default: bool) -> bool:
        """Return whether something is on."""
        word = self.text(name).casefold()
        if word and word not in (*YES, *NO):
            self.fault("serve.bad_truth", name=name, found=word)
        return word in YES if word in (*YES, *NO) else default

    def day(self, name: str) -> date | None:
        """Return a day, ``None`` when none is named."""
        word = self.text(name)
        try:
            return date.fromisoformat(word) if word else None
        except ValueError:
            self.fault("serve.bad_day", name=name, found=word)
            return None

    def file(self, name: str) -> Path | None:
        """Return a file that is there, ``None`` when none is named."""
        word = self.text(name)
        if word and not Path(word).is_file():
            self.fault("serve.no_file", name=name, path=word)
        return Path(word) if word else None

    def secret(self, name: str, file_name: str) -> str:
        """Return a secret: of a variable, or of the file that another one names."""
        given, file = self.text(name), self.text(file_name)
        if given or not file:
            return given
        try:
            return Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.fault("serve.unreadable_secret", name=file_name, path=file)
            return ""

    def address(self, name: str) -> str:
        """Return an address of the web: https, or http to this machine itself."""
        word = self.text(name)
        if not word or safe(word):
            return word
        shown = without_secrets(word)
        self.fault("serve.not_https", name=name, found=shown)
        return shown


def safe(address: str) -> bool:
    """Whether nobody on the way can read or change what goes to an address."""
    parts = split(address)
    if parts is None or not parts.hostname or parts.username:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and loopback(parts.hostname))


def loopback(host: str) -> bool:
    """Whether a host is this machine itself, where nobody else can come."""
    try:
        return host == LOOPBACK_NAME or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def split(address: str) -> SplitResult | None:
    """Return the parts of an address, ``None`` when it is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # only now is it looked at
    except ValueError:
        return None
    return parts


def without_secrets(address: str) -> str:
    """Return an address without the name and password in it, to show it."""
    before, at, rest = address.rpartition("@")
    return f"{before.split('//')[0]}//…@{rest}" if at else address
