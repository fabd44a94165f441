"""The relocation plan again, in plain Python, and the best plan by trying every plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, product

from models.relocation import AWAY, NONE, Aim, Area, Need, Relocation

Row = tuple[int, ...]
"""Where one household is in each month."""


def rows(problem: Relocation, h: int) -> list[Row]:
    """Return every way that one household alone may go (S1)."""
    options: list[list[int]] = []
    for t in range(problem.months):
        present = problem.first[h] <= t <= problem.last[h]
        options.append([NONE, *range(len(problem.sites))] if present else [AWAY])
    return [row for row in product(*options) if _may(problem, h, row)]


def _may(problem: Relocation, h: int, row: Row) -> bool:
    stay = first_stay(problem, h, row)
    for t, place in enumerate(row):
        if place == NONE and not problem.unplaced[h, t]:
            return False
        if place >= 0:
            may = problem.staying[h, t] if stay[t] else problem.allowed[h, place, t]
            if not may:
                return False
    return True


def first_stay(problem: Relocation, h: int, row: Row) -> list[bool]:
    """Return whether the first stay lasts in each month."""
    lasts = problem.start[h] >= 0
    found = []
    for place in row:
        lasts = lasts and place == problem.start[h]
        found.append(bool(lasts))
    return found


def plans(problem: Relocation) -> Iterator[tuple[Row, ...]]:
    """Yield every plan that keeps S1 to S5."""
    for plan in product(*(rows(problem, h) for h in range(problem.households))):
        if keeps(problem, plan):
            yield plan


def keeps(problem: Relocation, plan: Sequence[Row]) -> bool:
    """Whether a plan keeps S2 to S5."""
    return all(
        _site(problem, plan, s, t) for s in range(len(problem.sites)) for t in range(problem.months)
    ) and all(
        _area(problem, plan, area, t) for area in problem.areas for t in range(problem.months)
    )


def _site(problem: Relocation, plan: Sequence[Row], s: int, t: int) -> bool:
    site = problem.sites[s]
    there = [h for h, row in enumerate(plan) if row[t] == s]
    first = [h for h in there if first_stay(problem, h, plan[h])[t]]
    came = [h for h in there if (plan[h][t - 1] if t else problem.start[h]) != s]
    if site.most is not None and len(first) < len(there) and _sum(problem, there) > site.most:
        return False
    if site.most_in is not None and _sum(problem, came) > site.most_in:
        return False
    needs = [problem.first_need[h] if h in first else problem.need[h, s] for h in there]
    rooms = tuple(
        (int(beds), r) for r, beds in enumerate(site.beds) for _ in range(int(site.rooms[r, t]))
    )
    return fits(rooms, tuple(sorted(needs)), problem.needs[s])


def _area(problem: Relocation, plan: Sequence[Row], area: Area, t: int) -> bool:
    there = [h for h, row in enumerate(plan) if row[t] >= 0 and area.sites[row[t]]]
    if all(first_stay(problem, h, plan[h])[t] for h in there):
        return True
    return _sum(problem, there) <= area.most


def _sum(problem: Relocation, households: Sequence[int]) -> int:
    return sum(int(problem.persons[h]) for h in households)


@cache
def fits(
    rooms: tuple[tuple[int, int], ...], needs: tuple[int, ...], classes: tuple[Need, ...]
) -> bool:
    """Whether households fit, room by room; ``rooms`` are beds and kind of each."""
    return _fits(rooms, [classes[c] for c in needs], {})


def _fits(
    rooms: tuple[tuple[int, int], ...], needs: list[Need], shared: dict[int, tuple[int, int]]
) -> bool:
    """Place the first household in every way; ``shared`` has the group and free beds by room."""
    if not needs:
        return True
    need, rest = needs[0], needs[1:]
    free = [i for i, (_, kind) in enumerate(rooms) if need.kinds[kind] and i not in shared]
    if need.shared >= 0:
        joined = [
            (i, beds)
            for i, (group, beds) in shared.items()
            if group == need.shared and beds and need.kinds[rooms[i][1]]
        ]
        joined += [(i, rooms[i][0]) for i in free]
        return any(_fits(rooms, rest, {**shared, i: (need.shared, beds - 1)}) for i, beds in joined)
    return any(
        _fits(rooms, rest, {**shared, **dict.fromkeys(chosen, (-1, 0))})
        for number in range(1, 5)
        for chosen in combinations(free, number)
        if _needed(need.persons, [rooms[i][0] for i in chosen])
    )


def _needed(persons: int, beds: list[int]) -> bool:
    """Whether rooms hold so many persons, and none of them could be done without."""
    return sum(beds) >= persons > sum(beds) - min(beds)


def value(problem: Relocation, aim: Aim, plan: Sequence[Row]) -> int:
    """Return the value of a plan, household by household and month by month."""
    total = 0
    for h, row in enumerate(plan):
        stay, moves = first_stay(problem, h, row), []
        for t, place in enumerate(row):
            if place == AWAY:
                continue
            if place == NONE:
                total += 0 if aim.unplaced is None else int(aim.unplaced[h, t])
            elif stay[t]:
                total += 0 if aim.staying is None else int(aim.staying[h, t])
            else:
                total += 0 if aim.place is None else int(aim.place[h, place, t])
            before = row[t - 1] if t else int(problem.start[h])
            if before >= 0 and before != place:
                moves.append(t)
                for who, sites, cost in aim.leave:
                    if who == h and sites[before] and not (place >= 0 and sites[place]):
                        total += cost
        earlier = [m for m in ([aim.moved[h]] if aim.moved else []) if m is not None]
        for t in moves:
            total += 0 if aim.move is None else int(aim.move[h])
            if aim.again is not None and any(0 < t - m <= aim.within for m in [*moves, *earlier]):
                total += int(aim.again[h])
    for group in aim.groups:
        for t in range(problem.months):
            places = [plan[h][t] for h in group.tolist() if plan[h][t] != AWAY]
            if places:
                total += len({p for p in places if p >= 0}) + places.count(NONE) - 1
    for share in aim.shares:
        for t in range(problem.months):
            there = [h for h, row in enumerate(plan) if row[t] >= 0 and share.sites[row[t]]]
            total += max(0, _sum(problem, there) - share.most)
    return total


def best(problem: Relocation, aims: Sequence[Aim]) -> list[int] | None:
    """Return the best value of each aim in order, ``None`` when there is no plan."""
    left = list(plans(problem))
    if not left:
        return None
    found = []
    for aim in aims:
        values = [value(problem, aim, plan) for plan in left]
        found.append(min(values))
        part = int(abs(min(values)) * aim.tolerance / 100)
        worst = min(values) + part + aim.slack
        left = [plan for plan, one in zip(left, values, strict=True) if one <= worst]
    return found
