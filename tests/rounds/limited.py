"""Somebody whose files may not grow beyond a size: imports, says what came of it, and again."""

from __future__ import annotations

import resource

from allocator.errors import StoreFailed
from allocator.rounds import importing
from tests.rounds.child import hear, say
from tests.rounds.people import NIJMEGEN, team


def main(size: str) -> None:
    """Import under a limit of so many bytes, and once more without."""
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    say("ready")
    for limit in (int(size), most):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
        try:
            importing.apply(team(), NIJMEGEN)
        except StoreFailed as error:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            say(f"StoreFailed {error.message}")
            hear()
        else:
            say("done")
