"""The rows of one call as Markdown: seconds per seed, ours beside each peer."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import geometric_mean, median

from benchmarks.greedy import GREEDY
from benchmarks.ours import OURS
from benchmarks.peers import PEERS
from benchmarks.results import Row
from benchmarks.runs import MATCH

NAMES = {
    OURS: "plaatswijs",
    "cbc": "CBC",
    "cpsat": "CP-SAT",
    "cpsat1": "CP-SAT, 1 worker",
    "highs": "HiGHS",
    GREEDY: "by hand",
}
OURS_PHASES = ("eligibility", "formulate", "start", "merge", "tiers")
MATCH_PHASES = ("read", "eligibility", "solve", "explain", "write", "total")


def table(rows: Sequence[Row]) -> str:
    """Return the table of one size and kind of limits, with its caption."""
    by_seed = {
        seed: {row.solver: row for row in rows if row.seed == seed}
        for seed in sorted({row.seed for row in rows})
    }
    used = [name for name in NAMES if any(row.solver == name for row in rows)]
    heads = ["seed", "pairs", *(NAMES[name] for name in used), "fastest peer ÷ plaatswijs"]
    body = [_seed_line(seed, runs, used) for seed, runs in by_seed.items()]
    body += [_median_line(by_seed, used), _memory_line(by_seed, used)]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *body]
    grid = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return "\n\n".join([_caption(rows[0]), grid, *_phases(rows)])


def counted(row: Row) -> float:
    """Return the seconds of a run; one that did not prove all counts as its limit."""
    return row.seconds if row.status == "proven" else row.limit


def ratio(runs: dict[str, Row]) -> tuple[float, str] | None:
    """Return fastest peer ÷ ours, and ``≥`` or ``≤`` when a limit stands in for one of them."""
    peers = [row for name, row in runs.items() if name in PEERS]
    if not peers or OURS not in runs:
        return None
    fastest = min(peers, key=counted)
    mark = "≥ " if fastest.status != "proven" else ""
    mark = "≤ " if runs[OURS].status != "proven" else mark
    return counted(fastest) / counted(runs[OURS]), mark


def _seed_line(seed: int, runs: dict[str, Row], used: Sequence[str]) -> list[str]:
    pairs = next((f"{row.pairs:,}" for row in runs.values() if row.pairs), "")
    found = ratio(runs)
    shown = f"{found[1]}{found[0]:.1f}" if found else ""
    cells = [_cell(runs[name], runs.get(OURS)) if name in runs else "" for name in used]
    return [str(seed), pairs, *cells, shown]


def _cell(row: Row, ours: Row | None) -> str:
    """Return the seconds of a run, or how far it came."""
    if row.status == "proven":
        return _short(row.seconds)
    if row.solver == GREEDY:
        return f"{_short(row.seconds)}{_share(row, ours)}"
    word = f"> {row.limit:g}" if row.status == "limit" else row.status
    return f"{word} ({row.proven} of {row.of} proven)"


def _share(row: Row, ours: Row | None) -> str:
    """Return what the first tier of a plan is of ours."""
    value, best = _first(row), _first(ours) if ours else None
    return f" ({row.tiers.partition('|')[0]} {100 * value / best:.1f}%)" if value and best else ""


def _first(row: Row) -> int | None:
    """Return the value of the first tier, if there is one."""
    value = row.values.partition("|")[0]
    return int(value) if value else None


def _short(seconds: float) -> str:
    """Return seconds with as many digits as mean something."""
    return f"{seconds:.1f}" if seconds >= 1 else f"{seconds:.2f}"


def _median_line(by_seed: dict[int, dict[str, Row]], used: Sequence[str]) -> list[str]:
    cells = []
    for name in used:
        found = [runs[name] for runs in by_seed.values() if name in runs]
        middle = median(row.seconds if name == GREEDY else counted(row) for row in found)
        cells.append(f"> {middle:g}" if middle >= found[0].limit else _short(middle))
    ratios = [found for runs in by_seed.values() if (found := ratio(runs))]
    marks = {mark for _, mark in ratios if mark}
    mark = marks.pop() if len(marks) == 1 else "≈ " if marks else ""
    mean = f"{mark}{geometric_mean(value for value, _ in ratios):.1f}" if ratios else ""
    return ["median", "", *(f"**{cell}**" for cell in cells), f"geometric mean **{mean}**"]


def _memory_line(by_seed: dict[int, dict[str, Row]], used: Sequence[str]) -> list[str]:
    most = [max(runs[n].peak_mb for runs in by_seed.values() if n in runs) for n in used]
    return ["most memory, MB", "", *(f"{peak:.0f}" for peak in most), ""]


def _caption(row: Row) -> str:
    return (
        f"`{row.size}`, {row.limits} limits: seconds to optimise all tiers with proof. Each run "
        f"alone in a process of its own, at most {row.limit:g} s for all tiers together; a run "
        f"at its limit counts as the limit (`>`, and `≥` in the ratio). {row.machine}; "
        f"{row.versions}; commit {row.commit}, {row.date[:10]}, load average {row.load}."
    )


def _phases(rows: Sequence[Row]) -> list[str]:
    """Return sentences on the seconds by phase, medians over the seeds."""
    said = []
    for solver, names in ((OURS, OURS_PHASES), (MATCH, MATCH_PHASES)):
        runs = [row for row in rows if row.solver == solver]
        parts = []
        for name in names:
            known = [seconds for row in runs if (seconds := row.phase(name)) is not None]
            parts += [f"{name} {median(known):.2f}"] if known else []
        if parts and solver == MATCH:
            whole = median(row.seconds for row in runs)
            parts[-1] += f"; the process as a whole {whole:.2f}"
        if parts:
            said.append(f"Seconds by phase, `{solver}`, medians: {', '.join(parts)}.")
    return said


def start_line(rows: Sequence[Row]) -> str:
    """Return a sentence on how soon the command answers."""
    parts = [f"`{row.solver}` in {row.seconds:.2f} s" for row in rows]
    return f"Answers (median of several calls): {', '.join(parts)}." if parts else ""
