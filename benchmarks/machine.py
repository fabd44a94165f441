"""Where and with what a run was made."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("highspy", "ortools", "pulp", "numpy", "scipy")


def machine() -> str:
    """Return processor and number of cores."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*:\s*(.+)", info.read_text()) if info.exists() else None
    return f"{model[1] if model else platform.processor()}, {os.cpu_count()} cores"


def versions() -> str:
    """Return the versions of Python and of the packages that count."""
    found = [f"{name} {version(name)}" for name in PACKAGES]
    return ", ".join([f"Python {platform.python_version()}", *found, f"CBC {_cbc()}"])


def commit() -> str:
    """Return the short hash of the commit, with ``-dirty`` when files differ from it."""
    short = _git("rev-parse", "--short", "HEAD")
    ours = ("--", ".", ":!benchmarks/results.csv", ":!README.md")
    return f"{short}-dirty" if _git("status", "--porcelain", *ours) else short


def load_average() -> str:
    """Return how many processes wanted to run in the last minute: 0 on a quiet machine."""
    return f"{os.getloadavg()[0]:.1f}"


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()


def _cbc() -> str:
    """Return the version of the CBC that PuLP brings."""
    import pulp

    done = subprocess.run(
        [pulp.PULP_CBC_CMD.pulp_cbc_path, "-quit"], capture_output=True, text=True
    )
    found = re.search(r"Version:\s*(\S+)", done.stdout)
    return found[1] if found else "?"
