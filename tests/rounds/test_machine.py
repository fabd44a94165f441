"""The steps of a round as a state machine: whatever people do in whatever order.

Beside the store goes a model of it, plain Python: the state of each candidate by the table of
states, who was placed where.  After each step both agree, what is bound fits its homes, the log
holds, and what is exported is an instance that can be read.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings, target
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from allocator.errors import NoPlan, Refused
from allocator.matching import Settings
from allocator.reading import read_instance
from allocator.rounds import (
    deciding,
    drafting,
    expiring,
    exporting,
    figures,
    importing,
    offering,
    opening,
    replaying,
    sending,
)
from allocator.rounds.case import known, latest_day
from allocator.rounds.deciding import Pair
from allocator.rounds.states import BOUND, OPEN, REFUSALS, UNDER_WAY, Event, State, after
from allocator.rounds.use import Actor
from allocator.store import log, models
from tests.databases import Databases
from tests.rounds.people import MONDAY, TINY

HOUSEHOLDS = [household.id for household in read_instance(TINY).instance.households]
HOMES = [home.id for home in read_instance(TINY).instance.homes]
UNITS = {home.id: home.units for home in read_instance(TINY).instance.homes}
PERSONS = {h.id: len(h.persons) for h in read_instance(TINY).instance.households}

Pairs = dict[str, tuple[str, str, State]]


class Rounds(RuleBasedStateMachine):
    """All steps, in any order."""

    databases: Databases
    kind: str

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="rounds-"))
        self.databases.new(self.kind, self.folder).connect()
        self.today = MONDAY
        self.signed: dict[str, str] = {}
        self.rounds: dict[int, bool] = {}
        importing.apply(self.team, TINY)

    @initialize(sends=st.booleans())
    def first_week(self, sends: bool) -> None:
        """Begin where most weeks are: something is proposed, or sent."""
        self.open_round()
        drafting.propose(self.team, Settings())
        if sends:
            sending.send(self.team, self.today + timedelta(days=7))

    @property
    def team(self) -> Actor:
        return Actor("anna", "team", today=self.today)

    def teardown(self) -> None:
        target(float(len(self.signed)), label="leases signed")
        connections.close_all()
        shutil.rmtree(self.folder)

    # --- what people do --------------------------------------------------------------------------

    @rule(days=st.integers(1, 9))
    def time_goes_by(self, days: int) -> None:
        self.today += timedelta(days=days)
        late = {
            key: (household, home, State.EXPIRED)
            for key, (household, home, state) in self.candidates().items()
            if state == State.SENT and self.answer_by(key) < self.today
        }
        before = self.candidates()
        found = expiring.expire(self.team)
        assert sorted((e.household, e.home) for e in found) == sorted(
            (household, home) for household, home, _ in late.values()
        )
        assert self.candidates() == {**before, **late}

    @rule()
    def import_again(self) -> None:
        before = self.known()
        importing.apply(self.team, TINY)
        assert self.known() == before

    @rule()
    def open_round(self) -> None:
        made = opening.open_new(self.team)
        self.rounds[made.number] = True

    @rule()
    def close_round(self) -> None:
        if not any(self.rounds.values()):
            self.refused(lambda: opening.close(self.team))
            return
        number = max(n for n, is_open in self.rounds.items() if is_open)
        before = self.candidates(number)
        opening.close(self.team)
        self.rounds[number] = False
        for key, (household, home, state) in before.items():
            left = State.DROPPED if state == State.PROPOSED else state
            assert self.candidates(number)[key] == (household, home, left)

    @precondition(lambda self: self.rounds)
    @rule(data=st.data())
    def reopen_round(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.rounds)))
        if self.rounds[number]:
            self.refused(lambda: opening.reopen(self.team, number, "vergissing"))
        else:
            opening.reopen(self.team, number, "vergissing")
            self.rounds[number] = True

    @rule(second=st.booleans())
    def draft(self, second: bool) -> None:
        make = drafting.resolve if second else drafting.propose
        bound = {(h, w) for h, w, state in self.candidates().values() if state in BOUND}
        refused = {(h, w) for h, w, state in self.candidates().values() if state in REFUSALS}
        try:
            made = make(self.team, Settings())
        except Refused:
            return
        except NoPlan:  # people held what contradicts the limits
            return
        rows = {(row.household, row.home): row.deviation for row in made.plan.proposals}
        assert bound <= rows.keys()
        for pair in refused & rows.keys():  # only what people held after all
            assert "REFUSED" in rows[pair]
        assert replaying.replay(self.team, made.draft.round_id, made.draft.number).identical
        assert self.signed.keys().isdisjoint(household for household, _ in rows)

    @rule(days=st.integers(-1, 7))
    def send(self, days: int) -> None:
        before = self.candidates()
        try:
            done = sending.send(self.team, self.today + timedelta(days=days))
        except Refused:
            assert self.candidates() == before
            return
        assert days >= 0
        sent = {(c.household, c.home.id) for cards in done.cards.values() for c in cards}
        now = self.candidates()
        changed = {now[key][:2] for key in before if now[key] != before[key]}
        assert changed == sent
        assert all(now[key][2] == State.SENT for key in before if now[key] != before[key])

    @precondition(lambda self: self.candidates())
    @rule(
        data=st.data(),
        event=st.sampled_from(
            [Event.ACCEPT, Event.REFUSE, Event.REJECT, Event.REVOKE, Event.OFFER, Event.AGREE,
             Event.DECLINE, Event.SIGN]
        ),
    )  # fmt: skip
    def step(self, data: st.DataObject, event: Event) -> None:
        household, home, _ = self.candidates()[self.pick(data)]
        key = self.current(household, home if event in OF_A_PAIR else None)
        household, home, state = self.candidates()[key]
        pair = Pair(household, home)
        steps = {
            Event.ACCEPT: lambda: deciding.accept(self.team, pair),
            Event.REFUSE: lambda: deciding.refuse(self.team, pair, code="other"),
            Event.REJECT: lambda: deciding.reject(self.team, pair, code="other"),
            Event.REVOKE: lambda: deciding.revoke(self.team, pair, code="other"),
            Event.OFFER: lambda: offering.offer(self.team, household),
            Event.AGREE: lambda: offering.agree(self.team, household),
            Event.DECLINE: lambda: offering.decline(self.team, household, code="other"),
            Event.SIGN: lambda: offering.sign(self.team, household),
        }
        wanted = after(state, event)
        if wanted is None:
            self.refused(steps[event])
            return
        before = self.candidates()
        steps[event]()
        assert self.candidates() == {**before, key: (household, home, wanted)}
        if wanted == State.PLACED:
            self.signed[household] = home

    @rule(household=st.sampled_from(HOUSEHOLDS), home=st.sampled_from(HOMES))
    def override(self, household: str, home: str) -> None:
        before = self.candidates()
        try:
            deciding.override(self.team, Pair(household, home), "omdat het beter is")
        except Refused:
            assert self.candidates() == before
            return
        mine = [v for k, v in self.candidates().items() if v[0] == household and k not in before]
        assert mine == [(household, home, State.PROPOSED)]
        open_now = [v for v in self.candidates().values() if v[0] == household and v[2] in OPEN]
        assert open_now == mine

    @precondition(lambda self: self.going())
    @rule(data=st.data(), steps=st.integers(1, 4))
    def all_goes_well(self, data: st.DataObject, steps: int) -> None:
        """Bring a proposal nearer to its lease: few get there when each step is drawn by itself."""
        going = sorted(v[:2] for v in self.going().values())
        household, home = going[data.draw(st.sampled_from(range(len(going))))]
        for _ in range(steps):
            key = self.current(household, home)
            state = self.candidates()[key][2]
            take = {
                State.SENT: lambda: deciding.accept(self.team, Pair(household, home)),
                State.ACCEPTED: lambda: offering.offer(self.team, household),
                State.OFFERED: lambda: offering.agree(self.team, household),
                State.AGREED: lambda: offering.sign(self.team, household),
            }.get(state)
            if take is not None:
                take()
            if self.candidates()[key][2] == State.PLACED:
                self.signed[household] = home

    @rule(home=st.sampled_from(HOMES), back=st.booleans())
    def withdraw_home(self, home: str, back: bool) -> None:
        if back:
            self.perhaps(lambda: offering.bring_back(self.team, home=home))
            return
        before = self.candidates()
        offering.withdraw_home(self.team, home, "asbest")
        ended = {
            key: (h, w, State.WITHDRAWN if w == home and state in OPEN else state)
            for key, (h, w, state) in before.items()
        }
        assert self.candidates() == ended

    @rule(household=st.sampled_from(HOUSEHOLDS), back=st.booleans())
    def withdraw_household(self, household: str, back: bool) -> None:
        if back:
            self.perhaps(lambda: offering.bring_back(self.team, household=household))
            return
        before = self.candidates()
        offering.withdraw_household(self.team, household, "verhuisd")
        ended = {
            key: (h, w, State.WITHDRAWN if h == household and state in OPEN else state)
            for key, (h, w, state) in before.items()
        }
        assert self.candidates() == ended

    @precondition(lambda self: self.signed)
    @rule(data=st.data())
    def undo_signing(self, data: st.DataObject) -> None:
        household = data.draw(st.sampled_from(sorted(self.signed)))
        number = models.Placement.objects.get(
            candidate__subject__ref=household, undone_n=None
        ).candidate.round_id
        if self.rounds[number]:
            offering.undo_signing(self.team, household, "niet doorgegaan")
            del self.signed[household]
        else:
            self.refused(lambda: offering.undo_signing(self.team, household, "niet doorgegaan"))

    # --- what always holds -----------------------------------------------------------------------

    @invariant()
    def the_log_holds(self) -> None:
        assert log.verify().broken_at is None

    @invariant()
    def a_candidate_is_where_its_last_step_led(self) -> None:
        for row in models.Candidate.objects.all():
            last = row.steps.order_by("-n").first()
            assert last is not None
            assert last.after == row.state

    @invariant()
    def what_is_bound_fits(self) -> None:
        rows = [v for v in self.candidates().values() if v[2] in BOUND]
        assert max(Counter(household for household, _, _ in rows).values(), default=0) <= 1
        let = Counter(self.signed.values()) + Counter(home for _, home, _ in rows)
        assert all(n <= UNITS[home] for home, n in let.items())

    @invariant()
    def figures_follow(self) -> None:
        found = figures.figures(self.team)
        assert found.placed_households == len(self.signed)
        assert found.placed_persons == sum(PERSONS[household] for household in self.signed)

    @invariant()
    def the_export_is_sound(self) -> None:
        out = self.folder / "out"
        done = exporting.export(self.team, out)
        assert read_instance(out).instance == done.instance

    # --- what is known ---------------------------------------------------------------------------

    def candidates(self, number: int | None = None) -> Pairs:
        """Return household, home and state of every candidate there ever was."""
        rows = models.Candidate.objects.select_related("subject")
        rows = rows if number is None else rows.filter(round=number)
        return {str(r.pk): (r.subject.ref or "", r.home, State(r.state)) for r in rows}

    def going(self) -> Pairs:
        """Return the candidates that are under way."""
        return {k: v for k, v in self.candidates().items() if v[2] in UNDER_WAY}

    def answer_by(self, key: str) -> date:
        """Return the last day to answer."""
        day = models.Candidate.objects.get(pk=key).answer_by
        assert day is not None
        return day

    def current(self, household: str, home: str | None) -> str:
        """Return the candidate a step is about: what is under way, else what came last."""
        rows = models.Candidate.objects.filter(subject__ref=household)
        rows = rows if home is None else rows.filter(home=home)
        under_way = rows.filter(state__in=OPEN).order_by("-version").first()
        found = under_way or rows.order_by("-steps__n").first()
        assert found is not None
        return str(found.pk)

    def known(self) -> object:
        """Return what is known today."""
        return known(latest_day()).instance

    def pick(self, data: st.DataObject) -> str:
        """Choose a candidate, in an order that the database does not decide."""
        rows = sorted((v, k) for k, v in self.candidates().items())
        return data.draw(st.sampled_from(range(len(rows))).map(lambda i: rows[i][1]))

    def refused(self, step: object) -> None:
        """Expect that a step is refused, and that nothing changed."""
        before = self.candidates(), log.head()
        with pytest.raises(Refused):
            step()  # type: ignore[operator]
        assert (self.candidates(), log.head()) == before

    def perhaps(self, step: object) -> None:
        """Take a step that may be refused."""
        with contextlib.suppress(Refused):
            step()  # type: ignore[operator]


OF_A_PAIR = (Event.ACCEPT, Event.REFUSE, Event.REJECT, Event.REVOKE)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 15), ("postgresql", 8)])
def test_whatever_people_do(databases, kind, examples):
    made = type("Rounds", (Rounds,), {"databases": databases, "kind": kind})
    run_state_machine_as_test(
        made,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
