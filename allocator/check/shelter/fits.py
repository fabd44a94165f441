"""Whether rooms can hold households all at once: an exact search, within reason.

Each *demand* is a number of persons that needs rooms to itself: a family at most four, the
singles of one gender and side of 18 together as many as it takes.  Rooms are counted by beds;
the largest families choose first, singles last.  Three thoughts keep the search small:

- A single who needs a room alone may as well have the smallest of all: whoever had that one
  can have the other, which is not smaller.
- For the same reason a demand never takes a room where a smaller one that is left would do.
- What failed once with the same rooms left for the same demands fails again.

A hundred rooms with some beds to spare, or with too few, take a blink.  Only between the two
(more than about 95% of the beds needed, of many sizes) it can take long; then it gives up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

MOST_ROOMS = 4
MOST_TRIES = 400_000  # some seconds

# Persons, and the most rooms for them.
Demand = tuple[int, int]
# How many rooms there are of each size; the sizes in beds, largest first, are beside it.
Counts = tuple[int, ...]


def fits(
    *, rooms: Sequence[int], families: Sequence[int], alone: int, sharing: Sequence[int]
) -> bool | None:
    """Return whether rooms hold everybody; ``None`` when that is not found out.

    Parameters
    ----------
    rooms
        Beds of each room.
    families
        Persons of each household of two or more.
    alone
        Number of singles with a room to themselves.
    sharing
        For each kind of singles that share with each other, how many there are.
    """
    left = sorted(rooms)[alone:]
    if len(rooms) < alone:
        return False
    demands = [(persons, MOST_ROOMS) for persons in sorted(families, reverse=True)]
    demands += [(persons, len(rooms)) for persons in sorted(sharing, reverse=True)]
    sizes = sorted(set(left), reverse=True)
    numbers = Counter(left)
    search = _Search(sizes, demands)
    found = search.succeeds(0, tuple(numbers[size] for size in sizes))
    return found if found or search.tries < MOST_TRIES else None


class _Search:
    """The search over demands in order, with what failed before."""

    def __init__(self, sizes: Sequence[int], demands: Sequence[Demand]) -> None:
        self.sizes, self.demands, self.tries = sizes, demands, 0
        self.failed: list[set[Counts]] = [set() for _ in demands]
        least = [self._fewest_beds(demand) for demand in demands]
        self.needed = [sum(least[i:]) for i in range(len(demands))]

    def succeeds(self, i: int, counts: Counts) -> bool:
        """Return whether the demands from the ``i``-th on fit in the rooms that are left."""
        if i == len(self.demands):
            return True
        beds = sum(size * n for size, n in zip(self.sizes, counts, strict=True))
        if beds < self.needed[i] or sum(counts) < len(self.demands) - i:
            return False
        if counts in self.failed[i]:
            return False
        for taken in self._choices(self.demands[i], counts):
            if self.succeeds(i + 1, tuple(n - k for n, k in zip(counts, taken, strict=True))):
                return True
            if self.tries >= MOST_TRIES:
                return False
        self.failed[i].add(counts)
        return False

    def _fewest_beds(self, demand: Demand) -> int:
        """Return the beds that a demand takes at least, with any rooms of these sizes."""
        persons, most = demand
        if most > MOST_ROOMS:
            return persons
        plenty = tuple(most for _ in self.sizes)
        return min((self._beds(c) for c in self._covers(0, persons, most, plenty)), default=persons)

    def _choices(self, demand: Demand, counts: Counts) -> Iterable[Counts]:
        """Return the sets of rooms worth trying.

        For a family the least empty beds and fewest rooms first; for many singles, who have
        too many choices to sort, the largest rooms first.
        """
        persons, most = demand
        worth = self._worth_trying(persons, most, counts)
        if most > MOST_ROOMS:
            return worth
        return sorted(worth, key=lambda taken: (self._beds(taken), sum(taken)))

    def _worth_trying(self, persons: int, most: int, counts: Counts) -> Iterator[Counts]:
        """Return the sets of rooms in which no smaller room would do."""
        for taken in self._covers(0, persons, most, counts):
            self.tries += 1
            if self.tries >= MOST_TRIES:
                return
            if not self._could_be_smaller(taken, counts, persons):
                yield taken

    def _covers(self, k: int, persons: int, most: int, counts: Counts) -> Iterator[Counts]:
        """Return the sets of at most ``most`` rooms, of the ``k``-th size or smaller."""
        rest = len(counts) - k
        if persons <= 0:
            yield (0,) * rest
        elif rest and most * self.sizes[k] >= persons:
            needed = -(-persons // self.sizes[k])
            for n in range(min(counts[k], most, needed), -1, -1):
                for smaller in self._covers(k + 1, persons - n * self.sizes[k], most - n, counts):
                    yield (n, *smaller)

    def _could_be_smaller(self, taken: Counts, counts: Counts, persons: int) -> bool:
        """Return whether a room could be replaced by a smaller one that is left.

        None can be left out: rooms were added, largest first, only as long as needed.
        """
        spare = self._beds(taken) - persons
        return any(
            n and counts[j] > taken[j] and self.sizes[k] - self.sizes[j] <= spare
            for k, n in enumerate(taken)
            for j in range(k + 1, len(counts))
        )

    def _beds(self, taken: Counts) -> int:
        """Return the beds in rooms."""
        return sum(size * n for size, n in zip(self.sizes, taken, strict=True))
