"""People who decide again and again, at one time: each with a seed, so many times.

Hears the pairs to decide on, as JSON: those to lock and unlock, and those to accept or refuse.
Says what came of it, of each: how often each pair was changed, and how often it was refused.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter

from django.db import connections

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


def decisions(seed: int, times: int, pairs: list[list[Pair]]) -> dict[str, Counter[str]]:
    """Decide so many times; return what came of it."""
    rng = random.Random(seed)
    held, free = pairs
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for _ in range(times):
        try:
            decided = decide(rng, held, free)
        except Refused as error:
            refused[error.message] += 1
        else:
            done[f"{decided.household} {decided.home}"] += 1
    return {"done": done, "refused": refused}


def main(writers: str, times: str) -> None:
    """Start as many processes, which begin at one time, with no connection to share."""
    connections.close_all()
    say("ready")
    pairs = [[Pair(*pair) for pair in some] for some in json.loads(hear())]
    begin, held_back = os.pipe()
    started = {}
    for seed in range(int(writers)):
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(held_back)
            os.read(begin, 1)  # until nobody holds the other end
            os.write(write, json.dumps(decisions(seed, int(times), pairs)).encode())
            os._exit(0)
        os.close(write)
        started[pid] = read
    os.close(held_back)
    said = []
    for pid, read in started.items():
        with os.fdopen(read, "rb") as pipe:
            said.append(pipe.read().decode())
        assert os.waitpid(pid, 0)[1] == 0
    say(f"[{','.join(said)}]")


if __name__ == "__main__":
    main()
