"""Somebody who decides again and again: with a seed, so many times.

Hears the pairs to decide on, as JSON: those to lock and unlock, and those to accept or refuse.
Says what came of it: how often each pair was changed, and how often it was refused.
"""

from __future__ import annotations

import json
import random
from collections import Counter

from allocator.errors import Refused
from allocator.rounds import deciding
from allocator.rounds.deciding import Decided, Pair
from allocator.store.models import Candidate
from tests.rounds.child import hear, say
from tests.rounds.people import team

# Of a hundred decisions so many accept or refuse; the others lock and unlock, which never ends.
FINAL = 15


def decide(rng: random.Random, held: list[Pair], free: list[Pair]) -> Decided:
    """Take one decision on one pair."""
    if rng.randrange(100) < FINAL:
        pair = rng.choice(free)
        step = rng.choice(["accept", "refuse", "revoke"])
        if step == "accept":
            return deciding.accept(team(), pair)
        if step == "refuse":
            return deciding.refuse(team(), pair, code="works_needed", reason="dak")
        return deciding.revoke(team(), pair, code="already_let")
    pair = rng.choice(held)
    if rng.random() < 0.5:  # as somebody who looked first, and decides on what was seen
        rows = Candidate.objects.filter(subject__ref=pair.household, home=pair.home)
        pair = Pair(pair.household, pair.home, rows.values_list("version", flat=True).get())
    return deciding.lock(team(), pair, locked=rng.random() < 0.5)


def main(seed: str, times: str) -> None:
    """Decide so many times."""
    rng = random.Random(int(seed))
    say("ready")
    held, free = ([Pair(*pair) for pair in pairs] for pairs in json.loads(hear()))
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for _ in range(int(times)):
        try:
            decided = decide(rng, held, free)
        except Refused as error:
            refused[error.message] += 1
        else:
            done[f"{decided.household} {decided.home}"] += 1
    say(json.dumps({"done": done, "refused": refused}))


if __name__ == "__main__":
    main()
