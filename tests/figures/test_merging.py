"""What is shown of groups, and an attacker who knows the rule and tries every table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.figures.counts import Count, Outcome
from allocator.figures.merging import SMALL, Block, Category, merged

Table = tuple[tuple[int, int], ...]


def categories(table: Table) -> list[Category]:
    """Return categories a, b, …, each of single persons: placed and left out."""
    return [
        Category(name, Outcome(Count(placed, placed), Count(left, left)))
        for name, (placed, left) in zip("abcdef", table, strict=False)
    ]


def shown(*table: tuple[int, int]) -> list[tuple[list[tuple[str, int]], int, int]]:
    """Return per block its rows with their households, and what is placed and left out."""
    return [
        (
            [("".join(row.categories), row.households) for row in block.rows],
            block.outcome.placed.households,
            block.outcome.left_out.households,
        )
        for block in merged(categories(table))
    ]


# --- the rule -------------------------------------------------------------------------------------


def test_nothing_small_nothing_merged():
    assert shown((5, 6), (7, 8)) == [([("a", 11)], 5, 6), ([("b", 15)], 7, 8)]


def test_a_zero_is_shown():
    assert shown((0, 5), (9, 0)) == [([("a", 5)], 0, 5), ([("b", 9)], 9, 0)]


@pytest.mark.parametrize("small", [1, 4])
def test_a_small_number_of_placed(small):
    """The households of each are shown; who of them is placed only together."""
    assert shown((small, 9), (20, 30)) == [([("a", small + 9), ("b", 50)], small + 20, 39)]


@pytest.mark.parametrize("small", [1, 4])
def test_a_small_number_left_out(small):
    assert shown((9, small), (30, 20)) == [([("a", small + 9), ("b", 50)], 39, small + 20)]


@pytest.mark.parametrize("few", [0, 4])
def test_few_households_are_a_row_with_the_next(few):
    assert shown((few, 0), (20, 30)) == [([("ab", few + 50)], few + 20, 30)]


def test_five_are_enough():
    assert shown((5, 0), (20, 30)) == [([("a", 5)], 5, 0), ([("b", 50)], 20, 30)]


def test_what_remains_joins_the_last():
    assert shown((20, 30), (7, 8), (2, 1)) == [([("a", 50)], 20, 30), ([("bc", 18)], 9, 9)]
    assert shown((20, 30), (17, 18), (2, 20)) == [
        ([("a", 50)], 20, 30),
        ([("b", 35), ("c", 22)], 19, 38),
    ]


def test_what_remains_takes_back_more_when_a_number_stays_small():
    """b and c have 2 placed together, so a is needed too."""
    assert shown((20, 30), (0, 8), (2, 90)) == [([("a", 50), ("b", 8), ("c", 92)], 22, 128)]


def test_a_last_row_that_is_too_small_to_hide_the_others():
    """With 50 placed of whom b can have 46 at most, a would have 4 at least, and so 4."""
    assert shown((4, 60), (46, 3)) == [([("ab", 113)], 50, 63)]
    assert shown((4, 60), (46, 4)) == [([("a", 64), ("b", 50)], 50, 64)]


def test_fewer_than_five_in_all():
    assert shown((1, 0), (1, 2)) == [([("ab", 4)], 2, 2)]
    assert shown((0, 0), (0, 0)) == [([("ab", 0)], 0, 0)]


def test_no_categories():
    assert merged([]) == ()


def test_persons_of_blocks():
    (block,) = merged(
        [
            Category("a", Outcome(Count(1, 7), Count(9, 11))),
            Category("b", Outcome(Count(20, 23), Count(30, 41))),
        ]
    )
    assert block.outcome == Outcome(Count(21, 30), Count(39, 52))
    assert block.categories == ("a", "b")


# --- the attacker ---------------------------------------------------------------------------------


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Return every way to divide a number in parts, zeros included."""
    for bars in combinations(range(total + parts - 1), parts - 1):
        ends = (-1, *bars, total + parts - 1)
        yield tuple(b - a - 1 for a, b in pairwise(ends))


def told(blocks: tuple[Block, ...]) -> dict[str, int]:
    """Return the numbers of categories that are shown as they are, zeros of a block too."""
    known = {}
    for block in blocks:
        for row in block.rows:
            if len(row.categories) == 1:
                known[f"households {row.categories[0]}"] = row.households
        alone = len(block.categories) == 1
        for what in ("placed", "left_out"):
            number = getattr(block.outcome, what).households
            if alone or number == 0:
                known |= {f"{what} {name}": number for name in block.categories}
        if alone or block.outcome.households == 0:
            known |= {f"households {name}": block.outcome.households for name in block.categories}
    return known


def numbers(table: Table) -> dict[str, int]:
    """Return every number of a table."""
    return {
        f"{what} {name}": number
        for name, (placed, left) in zip("abcdef", table, strict=False)
        for what, number in (
            ("placed", placed),
            ("left_out", left),
            ("households", placed + left),
        )
    }


FEW = [0, 1, 2, 4, 5, 6, 9]
TOTALS = [(2, p, q) for p, q in product([*FEW, 13, 20, 31], [*FEW, 13, 20, 31])]
TOTALS += [(3, p, q) for p, q in product([0, 1, 4, 5, 9], [3, 5, 6, 10])]
TOTALS += [(4, p, q) for p, q in [(1, 7), (5, 5), (6, 5), (3, 9)]]


@pytest.mark.parametrize(("parts", "placed", "left"), TOTALS)
def test_every_hidden_number_can_be_another(parts, placed, left):
    """Of all tables with these totals, those that show the same differ in all that is hidden."""
    worlds: dict[tuple[Block, ...], dict[str, set[int]]] = {}
    for one, other in product(splits(placed, parts), splits(left, parts)):
        table = tuple(zip(one, other, strict=True))
        seen = worlds.setdefault(merged(categories(table)), defaultdict(set))
        for name, number in numbers(table).items():
            seen[name].add(number)
    for blocks, seen in worlds.items():
        known = told(blocks)
        if placed + left == 0:
            continue
        for name, values in seen.items():
            if name in known:
                assert values == {known[name]}
                assert not 0 < known[name] < SMALL, (blocks, name)
            else:
                assert len(values) > 1, (blocks, name)


NUMBER = st.integers(0, 6) | st.integers(0, 90)


@given(st.lists(st.tuples(NUMBER, NUMBER), min_size=2, max_size=6).map(tuple))
@settings(max_examples=200, deadline=None)
def test_large_tables_too(table):
    """The alternatives of the proof show the same, and differ in all that is hidden."""
    blocks = merged(categories(table))
    known = told(blocks)
    for block in blocks:
        found: dict[str, set[int]] = defaultdict(set)
        for other in alternatives(table, block):
            assert merged(categories(other)) == blocks
            for name, number in numbers(other).items():
                found[name].add(number)
        for name in block.categories:
            for what in ("placed", "left_out", "households"):
                hidden = f"{what} {name}" not in known and block.outcome.households
                assert not hidden or len(found[f"{what} {name}"]) > 1, (table, what, name)


def alternatives(table: Table, block: Block) -> Iterator[Table]:
    """Return tables as in the proof: the same but for the numbers of one block."""
    rows = [["abcdef".index(name) for name in row.categories] for row in block.rows]
    pairs = [tuple(map(sum, zip(*(table[i] for i in row), strict=True))) for row in rows]
    yield table
    for divided in [pairs] if len(rows) == 1 else among_rows(pairs):
        filled = [within_row(pair, len(row)) for pair, row in zip(divided, rows, strict=True)]
        for pieces in product(*filled):
            changed = list(table)
            for row, piece in zip(rows, pieces, strict=True):
                for i, pair in zip(row, piece, strict=True):
                    changed[i] = pair
            yield tuple(changed)


def among_rows(pairs: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Divide the fewest, placed or left out, otherwise: few to the rows but the last."""
    which = int(sum(q for _, q in pairs) < sum(p for p, _ in pairs))
    households = [sum(pair) for pair in pairs]
    fewest = sum(pair[which] for pair in pairs)
    least = 0 if fewest < SMALL else 1  # so few in all that one block is all there is
    for other in range(len(pairs) - 1):
        for one, more in product(range(least, SMALL), range(SMALL - 1)):
            small = [one] + [0] * (len(pairs) - 1)
            small[other] += more
            small[-1] = fewest - sum(small)
            if sum(small[:-1]) < SMALL and small[-1] >= 0:
                divided = [(n, h - n) for n, h in zip(small, households, strict=True)]
                yield [pair[::-1] if which else pair for pair in divided]


def within_row(pair: tuple[int, int], parts: int) -> list[Table]:
    """Divide a row: to one category but the last at most four households."""
    placed, left = pair
    whole = ((0, 0),) * (parts - 1) + (pair,)
    divided = [whole]
    for at in range(parts - 1):
        for p, q in [(1, 0), (0, 1), (1, 1)]:
            if p <= placed and q <= left:
                few = ((0, 0),) * at + ((p, q),) + ((0, 0),) * (parts - 2 - at)
                divided.append((*few, (placed - p, left - q)))
    return divided


def test_alternatives_are_not_all_the_same():
    (block,) = merged(categories(((4, 60), (46, 4))))
    assert len(set(alternatives(((4, 60), (46, 4)), block))) == 4
