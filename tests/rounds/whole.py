"""What is true of a store after any number of steps, whatever ended them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from allocator.reading import digest
from allocator.rounds.states import REFUSALS, TRANSITIONS, Event, State
from allocator.rounds.stored import instance_of
from allocator.store import log, models
from allocator.store.facts import FACT_TABLES
from allocator.store.models import Candidate, Draft, LogEntry, Step

LOCKS = ("lock", "unlock")
DRAFTS = ("propose", "resolve")
DECISIONS = ("accept", "refuse", "reject", "revoke", "offer", "household_agrees",
             "household_declines", "sign", "override", "send", "expire")  # fmt: skip


def assert_whole() -> None:
    """Nothing is half: what a step writes is there, all of it, and so is its entry in the log."""
    assert log.verify().broken_at is None
    _candidates_agree_with_their_steps()
    _drafts_have_all_their_rows()
    _rows_and_log_agree()


def _candidates_agree_with_their_steps() -> None:
    steps: dict[object, list[Step]] = defaultdict(list)
    for step in Step.objects.order_by("n"):
        steps[step.candidate_id].append(step)
    locks = Counter(
        (entry.round, entry.subjects) for entry in LogEntry.objects.filter(action__in=LOCKS)
    )
    refused = set(models.Decision.objects.filter(gone_n=None).values_list("key", flat=True))
    changed: Counter[tuple[int, str]] = Counter()
    for row in Candidate.objects.select_related("subject"):
        mine = steps.pop(row.pk)
        assert (mine[0].before, mine[0].after) == (None, State.PROPOSED)
        for one, two in pairwise(mine):
            assert two.before == one.after
            assert two.n > one.n
            assert TRANSITIONS[State(two.before), Event(two.name)] == two.after
        assert row.state == mine[-1].after
        changed[row.round_id, row.subject_id] += row.version - (len(mine) - 1)
        if row.state in REFUSALS:
            assert f"{row.subject.ref}|{row.home}|{row.state}" in refused
    assert not steps
    assert +changed == locks


def _drafts_have_all_their_rows() -> None:
    drafts = list(Draft.objects.order_by("n"))
    of_round: Counter[int] = Counter()
    for draft in drafts:
        of_round[draft.round_id] += 1
        assert draft.number == of_round[draft.round_id]
        about = LogEntry.objects.get(n=draft.n).subjects.split()
        assert sorted(draft.rows.values_list("subject_id", flat=True)) == about
        assert not draft.rows.filter(case=None).exists()
        assert not draft.rows.filter(result=None).exists()
    if drafts:
        instance, erased = instance_of(drafts[-1])
        assert (digest(instance), erased) == (drafts[-1].digest, 0)


def _rows_and_log_agree() -> None:
    """Every number that a row has is of an entry of that kind, and every entry has its rows."""
    action = dict(LogEntry.objects.values_list("n", "action"))
    numbers = {name: set(_numbers(name)) for name in ("Draft", "Import", "Step")}
    assert {n for n, of in action.items() if of in DRAFTS} == numbers["Draft"]
    assert {n for n, of in action.items() if of == "import"} == numbers["Import"]
    assert {n for n, of in action.items() if of in DECISIONS} <= numbers["Step"]
    assert {n for n, of in action.items() if of == "open"} == set(
        models.Round.objects.values_list("opened_n", flat=True)
    )
    others = [*_numbers("Step"), *_numbers("Retired"), *_numbers("Placement"), *_numbers("Note")]
    assert set(others) <= action.keys()
    imports = numbers["Import"]
    by_hand = {n for n, of in action.items() if of in ("edit", "settings_edit")}
    assert {*_numbers("Settings"), *_numbers("Change")} <= imports | by_hand
    for table in FACT_TABLES:
        rows = table.model._default_manager.values_list("changed_n", "gone_n", "source")
        for changed_n, gone_n, source in rows:
            assert changed_n in (imports | by_hand if source else action)
            assert gone_n is None or gone_n in action


def _numbers(name: str) -> list[int]:
    return list(getattr(models, name)._default_manager.values_list("n", flat=True))
