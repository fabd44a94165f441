"""Chance that falls the same way on every machine and with every version of Python."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws of one part of an instance, such as its homes.

    Only ``Random.random`` is used, the one draw of which Python promises the sequence.
    Each part throws its own dice, so that another option for shelter leaves the homes alone.

    Parameters
    ----------
    *names
        What the dice are for: size, seed, part.
    """

    def __init__(self, *names: object) -> None:
        self._random = Random(":".join(str(name) for name in names)).random  # noqa: S311

    def share(self, low: float, high: float) -> float:
        """Give a number from low to high."""
        return low + (high - low) * self._random()

    def chance(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self._random() < probability

    def between(self, low: int, high: int) -> int:
        """Give a whole number from low up to and including high."""
        return low + int(self._random() * (high - low + 1))

    def count(self, mean: float) -> int:
        """Give how many come, when ``mean`` come on average and each by itself (Poisson).

        By counting how many draws it takes for their product to be at most exp(−mean): Knuth,
        *The Art of Computer Programming* 2, 3.4.1.  In parts, as exp(−750) is 0.
        """
        found, left = 0, mean
        while left > 0:
            part = min(left, 500.0)
            least, product = math.exp(-part), self._random()
            while product > least:
                found += 1
                product *= self._random()
            left -= part
        return found

    def wait(self, mean: int) -> int:
        """Give after how many turns, 1 or more, what comes once in ``mean`` turns comes."""
        turns = 1
        while self._random() * mean >= 1:
            turns += 1
        return turns

    def pick(self, items: Sequence[T]) -> T:
        """Give one of the items, each as likely."""
        return items[int(self._random() * len(items))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Give one of the keys, as likely as its weight says."""
        left = self._random() * sum(weights.values())
        for item, weight in weights.items():
            left -= weight
            if left < 0:
                return item
        return next(reversed(list(weights)))

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Give ``count`` different items (all of them when there are fewer), in random order."""
        left = list(items)
        for i in range(min(count, len(left))):
            j = self.between(i, len(left) - 1)
            left[i], left[j] = left[j], left[i]
        return left[:count]

    def day(self, first: date, last: date) -> date:
        """Give a day from first up to and including last."""
        return first + timedelta(days=self.between(0, (last - first).days))
