"""Somebody who decides when told, always the same: ``accept`` or ``refuse``.

Hears ``HOUSEHOLD HOME VERSION MOMENT`` for each decision, the moment as of time.time(), the
version ``-`` when nobody looked; says ``done``, or why it was refused.  Ends at an empty line.
"""

from __future__ import annotations

import time

from allocator.errors import Refused
from allocator.rounds import deciding
from allocator.rounds.deciding import Pair
from tests.rounds.child import hear, say
from tests.rounds.people import team


def decide(verb: str, pair: Pair) -> str:
    """Decide on a pair; return what came of it."""
    try:
        if verb == "accept":
            deciding.accept(team(), pair)
        else:
            deciding.refuse(team(), pair, code="works_needed")
    except Refused as error:
        return error.message
    return "done"


def main(verb: str) -> None:
    """Decide as often as told."""
    say("ready")
    while line := hear():
        household, home, version, moment = line.split()
        pair = Pair(household, home, None if version == "-" else int(version))
        while time.time() < float(moment):
            pass
        say(decide(verb, pair))


if __name__ == "__main__":
    main()
