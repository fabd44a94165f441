"""Figures per group from which nobody can work out how a handful of people fared.

The rule
--------
A number from 1 to 4 is small.  Nothing is struck out; instead neighbouring categories are
merged until what is shown is not small.  It goes in a fixed order, that of the categories,
whatever the numbers (a category that is mostly empty is placed first, the common one last):

1. *Rows.*  Categories are added up until their households are 5 or more; that is a row.  What
   remains at the end joins the last row.
2. *Blocks.*  Rows are added up until neither the placed nor the left out are small; that is a
   block.  What remains at the end joins the last block, and when a number is then small, the
   block before that too, and so on.
3. Placed, left out and persons are shown of a block only, households of its rows; but when the
   last row has fewer households than the block has placed, and fewer than it has left out,
   the rows are taken together as well.

Why it holds
------------
Somebody who knows all that is shown, the rows of every household without these traits, and
this rule, cannot tell a merged number.  Take a block with X placed and Y left out, both 5 or
more.  (A zero is not small: it is shown, and then holds for each category in it.  When less
than 5 are placed or left out in all, there is one block, whatever the categories are.)

- *One row.*  Let all categories but the last have 0 to 4 households together, of any kind, and
  the last the others: row and block close where they did, and show the same.
- *More rows*, with X ≤ Y, so that X ≤ households of the last.  Let the first row have 1 to 4
  placed, or 1 and one of those between 0 to 3, the others but the last none, and the last what
  is left of X: before the last row the placed are small, so the block closes where it did,
  and shows the same.  With Y < X the other way round.  Within a row, as above.

So of a merged number at least 4 values are possible, or 2 within a row.  Other rows and blocks
do not change, as each begins anew.  Households only change category in these alternatives, so
totals, persons and whatever else the page tells of each household stay the same too.

The tests play the attacker: they try every table with the same totals, and look which give
the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allocator.figures.counts import Count, Outcome

SMALL = 5
"""Numbers from 1 up to this, exclusive, are not shown."""


@dataclass(frozen=True)
class Row:
    """Categories whose households are shown together."""

    categories: tuple[str, ...]
    households: int


@dataclass(frozen=True)
class Block:
    """Rows whose placed, left out and persons are shown together."""

    rows: tuple[Row, ...]
    outcome: Outcome

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of all its rows."""
        return tuple(category for row in self.rows for category in row.categories)


@dataclass(frozen=True)
class Category:
    """A category and all that is known of it: not to be shown."""

    name: str
    outcome: Outcome


def merged(categories: Sequence[Category]) -> tuple[Block, ...]:
    """Return what may be shown of categories; those to be merged first come first."""
    blocks: list[list[list[Category]]] = [[]]
    for row in _rows(categories):
        blocks[-1].append(row)
        if _is_safe(blocks[-1]):
            blocks.append([])
    last = blocks.pop()
    while last and blocks and not _is_safe(last):
        last = blocks.pop() + last
    return tuple(_shown(block) for block in (*blocks, last) if block)


def _rows(categories: Sequence[Category]) -> list[list[Category]]:
    """Return the categories of each row."""
    rows: list[list[Category]] = [[]]
    for category in categories:
        rows[-1].append(category)
        if total(rows[-1]).households >= SMALL:
            rows.append([])
    last = rows.pop()
    if rows:
        rows[-1].extend(last)
        return rows
    return [last] if last else []


def _is_safe(block: Sequence[Sequence[Category]]) -> bool:
    """Whether no number of a block is small."""
    whole = total([category for row in block for category in row])
    numbers = (whole.households, whole.placed.households, whole.left_out.households)
    return not any(0 < number < SMALL for number in numbers)


def _shown(block: Sequence[Sequence[Category]]) -> Block:
    """Return a block as it is shown: with its rows, or when they tell too much as one row."""
    every = [category for row in block for category in row]
    whole = total(every)
    fewest = min(whole.placed.households, whole.left_out.households)
    rows = block if total(block[-1]).households >= fewest else [every]
    return Block(tuple(_row(row) for row in rows), whole)


def _row(categories: Sequence[Category]) -> Row:
    """Return the row of some categories."""
    return Row(tuple(c.name for c in categories), total(categories).households)


def total(categories: Iterable[Category]) -> Outcome:
    """Return the outcome of categories together."""
    outcomes = [category.outcome for category in categories]
    return Outcome(_sum(o.placed for o in outcomes), _sum(o.left_out for o in outcomes))


def _sum(counts: Iterable[Count]) -> Count:
    """Return counts added up."""
    every = list(counts)
    return Count(sum(c.households for c in every), sum(c.persons for c in every))
