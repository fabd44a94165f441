"""Which program and which packages give the numbers: workers must have the same."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib import metadata
from pathlib import Path

import allocator
import models

PACKAGES = ("distributed", "highspy", "numpy", "ortools", "pydantic", "scipy")
ENDINGS = (".py", ".yaml")


@cache
def versions() -> dict[str, str]:
    """Return the versions of all that numbers depend on, in this process."""
    return {
        "python": platform.python_version(),
        "plaatswijs": f"{allocator.__version__} ({_code()})",
        **{name: metadata.version(name) for name in PACKAGES},
    }


def differences(there: dict[str, str], here: dict[str, str]) -> str:
    """Return what differs, in words that are the same in every language."""
    return ", ".join(
        f"{name} {there.get(name, '–')} / {here.get(name, '–')}"
        for name in sorted({*here, *there})
        if here.get(name) != there.get(name)
    )


def _code() -> str:
    """Return the first digits of the digest of our own code: one version can have several."""
    found = hashlib.sha256()
    for package in (allocator, models):
        folder = Path(str(package.__file__)).parent
        for file in sorted(folder.rglob("*")):
            if file.suffix in ENDINGS:
                found.update(file.relative_to(folder).as_posix().encode() + b"\0")
                found.update(file.read_bytes() + b"\0")
    return found.hexdigest()[:8]
