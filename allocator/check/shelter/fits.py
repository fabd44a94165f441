"""Whether rooms can hold households all at once: an exact search.

Each *demand* is a number of persons that needs rooms to itself: a family at most four, the
singles of one gender and side of 18 together as many as it takes.  Rooms are counted by beds;
the largest demands choose first.  Three thoughts keep the search small:

- A single who needs a room alone may as well have the smallest of all: whoever had that one
  can have the other, which is not smaller.
- For the same reason a demand never takes a room where a smaller one that is left would do.
- What failed once with the same rooms left for the same demands fails again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

MOST_ROOMS = 4

# Persons, and the most rooms for them.
Demand = tuple[int, int]
# How many rooms there are of each size; the sizes in beds, largest first, are beside it.
Counts = tuple[int, ...]


def fits(
    *, rooms: Sequence[int], families: Sequence[int], alone: int, sharing: Sequence[int]
) -> bool:
    """Return whether rooms hold everybody.

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
    demands = [(persons, MOST_ROOMS) for persons in families]
    demands += [(persons, len(rooms)) for persons in sharing]
    sizes = sorted(set(left), reverse=True)
    numbers = Counter(left)
    search = _Search(sizes, sorted(demands, reverse=True))
    return search.succeeds(0, tuple(numbers[size] for size in sizes))


class _Search:
    """The search over demands in order, with what failed before."""

    def __init__(self, sizes: Sequence[int], demands: Sequence[Demand]) -> None:
        self.sizes, self.demands = sizes, demands
        self.failed: list[set[Counts]] = [set() for _ in demands]
        self.persons = [sum(n for n, _ in demands[i:]) for i in range(len(demands))]

    def succeeds(self, i: int, counts: Counts) -> bool:
        """Return whether the demands from the ``i``-th on fit in the rooms that are left."""
        if i == len(self.demands):
            return True
        beds = sum(size * n for size, n in zip(self.sizes, counts, strict=True))
        if beds < self.persons[i] or sum(counts) < len(self.demands) - i:
            return False
        if counts in self.failed[i]:
            return False
        for taken in self._choices(self.demands[i], counts):
            if self.succeeds(i + 1, tuple(n - k for n, k in zip(counts, taken, strict=True))):
                return True
        self.failed[i].add(counts)
        return False

    def _choices(self, demand: Demand, counts: Counts) -> list[Counts]:
        """Return the sets of rooms worth trying, the least empty beds and fewest rooms first."""
        persons, most = demand
        found = [
            taken
            for taken in self._covers(0, persons, most, counts)
            if not self._could_be_smaller(taken, counts, persons)
        ]
        return sorted(found, key=lambda taken: (self._beds(taken), sum(taken)))

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
        """Return whether a room could be left out, or replaced by a smaller one that is left."""
        spare = self._beds(taken) - persons
        for k, n in enumerate(taken):
            if n and self.sizes[k] <= spare:
                return True
            if n and any(
                counts[j] > taken[j] and self.sizes[k] - self.sizes[j] <= spare
                for j in range(k + 1, len(counts))
            ):
                return True
        return False

    def _beds(self, taken: Counts) -> int:
        """Return the beds in rooms."""
        return sum(size * n for size, n in zip(self.sizes, taken, strict=True))
