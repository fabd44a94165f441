"""What the machine says of how the pages run: environment variables, read once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

MODE = "ALLOCATOR_MODE"
SECRET_KEY = "ALLOCATOR_SECRET_KEY"  # noqa: S105 - the name of a variable
SECRET_KEY_FILE = "ALLOCATOR_SECRET_KEY_FILE"  # noqa: S105
HOSTS = "ALLOCATOR_HOSTS"
PROXY = "ALLOCATOR_PROXY"
THEME_CSS = "ALLOCATOR_THEME_CSS"
TODAY = "ALLOCATOR_TODAY"

Mode = Literal["demo", "production"]


@dataclass(frozen=True)
class Configuration:
    """How the pages run.

    ``secret_key`` signs cookies; one that nobody gave holds until the process ends.  ``hosts``
    are the names that the pages answer to.  ``behind_proxy`` when a proxy that we trust says
    whether a visitor came by https.  ``theme_css`` is the style sheet of the municipality.
    ``today`` is the day of every step, for a demonstration.
    """

    mode: Mode = "production"
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)
    secret_given: bool = False
    hosts: tuple[str, ...] = ()
    behind_proxy: bool = False
    theme_css: Path | None = None
    today: date | None = None

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration."""
        return self.mode == "demo"


def configuration(given: Mapping[str, str] | None = None) -> Configuration:
    """Return what the environment says."""
    env = os.environ if given is None else given
    secret = env.get(SECRET_KEY, "")
    if not secret and env.get(SECRET_KEY_FILE):
        secret = Path(env[SECRET_KEY_FILE]).read_text("utf-8").strip()
    values: dict[str, object] = {"secret_key": secret, "secret_given": True} if secret else {}
    return Configuration(
        mode="demo" if env.get(MODE) == "demo" else "production",
        hosts=tuple(host.strip() for host in env.get(HOSTS, "").split(",") if host.strip()),
        behind_proxy=env.get(PROXY, "").casefold() in ("1", "yes", "ja", "true"),
        theme_css=Path(env[THEME_CSS]) if env.get(THEME_CSS) else None,
        today=date.fromisoformat(env[TODAY]) if env.get(TODAY) else None,
        **values,  # type: ignore[arg-type]
    )
