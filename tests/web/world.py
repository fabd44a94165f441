"""A small town in which everything exists that an address can name, for tests that open them all.

It is instances/tiny with its homes divided over two corporaties, on its Monday, with a round whose
proposals are with them.  Every text that people can write holds an attack.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from allocator.domain.base import Frozen
from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision, Points
from allocator.domain.home import Complex, Corporatie
from allocator.domain.instance import Instance
from allocator.matching import Settings
from allocator.reading import read_instance, write_folder
from allocator.rounds import asking, deciding, drafting, importing, opening, sending
from allocator.rounds.announcing import announce
from allocator.rounds.deciding import Pair
from allocator.rounds.scenarios import keeping
from allocator.rounds.scenarios.asking import ask_comparison
from allocator.rounds.scenarios.comparing import compare
from allocator.rounds.scenarios.question import NOW, Question
from allocator.store import models
from allocator.web.models import ROLES, Account
from tests.check.shelter.build import ontheemde, rooms, site
from tests.databases import Databases, Place, used
from tests.rounds.people import MONDAY, TINY, WEEK, owner, team
from tests.rounds.shelter_people import OBJECT_BY
from tests.web.addresses import ABSENT, CORPORATIE, OTHERS, OWN, Address
from tests.web.visitors import PASSWORD, Visitor, visitor

ATTACK = """<script>x()</script>"'><img src=x onerror=x()>{0.__class__}%s"""
MOVES = "S1"  # a household that moves from one shelter to another
OURS, THEIRS = "wonen", "thuis"  # the corporatie that looks, and another one
COMPARING = ("comparing", "comparing_standing", "comparing_end")


@dataclass(frozen=True)
class Sample:
    """What a parameter can be: of who looks, of somebody else, and of nobody.

    ``others`` is ``None`` where all of it is of everybody who may open the page.
    """

    own: object
    absent: object
    others: object = None


def samples() -> dict[str, Callable[[str], Sample]]:
    """Return a sample of each parameter, by its name in the addresses, for who looks as a role."""
    mine, theirs = pair_of(OURS), pair_of(THEIRS)
    solve, comparing = (
        str(models.Asked.objects.get(kind=kind).pk) for kind in ("propose", "compare")
    )
    nobodys = "00000000-0000-4000-8000-000000000000"

    def by_owner(own: str, others: str, absent: str) -> Callable[[str], Sample]:
        return lambda role: Sample(own, absent, others if role == CORPORATIE else None)

    def same(own: object, absent: object) -> Callable[[str], Sample]:
        return lambda role: Sample(own, absent)

    return {
        "household": by_owner(mine.household, theirs.household, "H-9999"),
        "home": by_owner(mine.home, theirs.home, "W-9999"),
        "move.household": same(MOVES, "H-9999"),
        "move_step.household": same(MOVES, "H-9999"),
        "month": same("2025-05", "2031-05"),
        "number": same(1, 99),
        "draft": same(1, 99),
        "state": same("sent", "geen"),
        "file": same("verslag.html", "geen.txt"),
        "person": same(f"{mine.household}-1", "H-9999-1"),
        "entry": same(models.Import.objects.latest("n").n, 99999),
        "n": same(1, 99999),
        "setting": same("horizon_days", "geen"),
        "solve": same(solve, nobodys),
        **{f"{name}.solve": same(comparing, nobodys) for name in COMPARING},
        "comparison": same(str(models.Comparison.objects.get().pk), nobodys),
        "comparison_file.file": same("report.html", "geen.txt"),
    }


def cases(address: Address, role: str) -> Iterator[tuple[str, frozenset[str], dict[str, object]]]:
    """Return what can be filled in: what it is, in which parameters, and the values.

    All of one's own; and another's or nobody's in one parameter, or in all of them.
    """
    known = samples()
    found = {name: sample_of(known, address, name)(role) for name in address.parameters}
    own = {name: sample.own for name, sample in found.items()}
    yield OWN, frozenset(), own
    for kind in (OTHERS, ABSENT):
        for names in {frozenset({name}) for name in found} | {frozenset(found)} - {frozenset()}:
            put = {n: getattr(found[n], "others" if kind == OTHERS else "absent") for n in names}
            if None not in put.values():
                yield kind, names, {**own, **put}


def sample_of(
    known: dict[str, Callable[[str], Sample]], address: Address, name: str
) -> Callable[[str], Sample]:
    """Return the sample of a parameter; of one address when it has its own."""
    return known.get(f"{address.name}.{name}") or known[name]


def pair_of(corporatie: str) -> Pair:
    """Return a proposal that is with a corporatie."""
    homes = models.Home.objects.filter(corporatie=corporatie).values_list("ref", flat=True)
    row = models.Candidate.objects.filter(state="sent", home__in=list(homes)).order_by("home")[0]
    return Pair(row.subject.ref, row.home)


def looking(role: str) -> Visitor:
    """Return somebody who looks as a role."""
    return visitor(role, OURS if role == CORPORATIE else "")


# --- how it is made -------------------------------------------------------------------------------


def town() -> Instance:
    """Return the town, with an attack in every text."""
    tiny = read_instance(TINY).instance
    homes = [
        home.model_copy(update={"corporatie": THEIRS if home.id in ("W3", "W4") else OURS})
        for home in tiny.homes
    ]
    complexes = (Complex(id="C1", name="C", wijk="noord"),)  # type: ignore[arg-type]
    homes = [h.model_copy(update={"complex": "C1"}) if h.id == "W1" else h for h in homes]
    made = tiny.model_copy(
        update={
            "corporaties": tuple(Corporatie(id=one, name=one) for one in (THEIRS, OURS)),  # type: ignore[arg-type]
            "complexes": complexes,
            "homes": tuple(homes),
            "horizon_months": 3,
            "sites": (
                site("A", wijk="noord", closes_on=date(2025, 4, 30)),
                site("B", wijk="noord"),
            ),
            "rooms": (rooms("A", 2), rooms("B", 2)),
            "households": (
                *tiny.households,
                ontheemde(MOVES, 31, 8, current_site="A", moved_in_on=date(2024, 3, 4)),
            ),
            "points": (Points(household="H1", home="W3", points=7, reason="r"),),  # type: ignore[arg-type]
            "decisions": (
                Decision(household="H2", home="W3", decision=DecisionKind.REFUSED_BY_TEAM),  # type: ignore[arg-type]
            ),
        }
    )
    return attacked(made)


def attacked(thing: Any) -> Any:
    """Return a record with an attack in all its texts; ids and choices can hold none."""
    changed = {}
    for name, field in type(thing).model_fields.items():
        value = getattr(thing, name)
        if field.annotation is str and name not in ("municipality", "keep_with"):
            changed[name] = ATTACK
        elif isinstance(value, tuple) and value and isinstance(value[0], Frozen):
            changed[name] = tuple(attacked(one) for one in value)
    return thing.model_copy(update=changed)


def build(folder: Path) -> None:
    """Have the town in the store that is in use."""
    write_folder(town(), folder)
    importing.apply(team(), folder)
    opening.open_new(team())
    drafting.propose(team(), Settings())
    sending.send(team(), MONDAY + WEEK)
    refused = Pair("H6", "W4")
    deciding.refuse(owner(THEIRS), refused, code="other", reason=ATTACK)
    announce(team(), None, OBJECT_BY)
    asking.ask(team(), "propose", lambda pk: None)
    scenario = f"name = {json.dumps(ATTACK)}\nnote = {json.dumps(ATTACK)}"
    name = keeping.add(team(), scenario.encode(), "scenario.toml").name
    asked = Question((NOW, name), replications=1, weeks=1)
    compare(team(), asked)
    ask_comparison(team(), asked, lambda pk: None)
    for role in ROLES:
        who = Account.objects.get(pk=looking(role).session["_auth_user_id"])
        who.name = ATTACK
        who.set_password(PASSWORD)
        who.save()


@pytest.fixture(scope="module")
def built(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Have the town on file, made once for the tests of a module."""
    folder = tmp_path_factory.mktemp("town")
    with used(databases.new("sqlite", folder)) as place:
        build(folder / "instance")
    return place


@pytest.fixture
def world(built: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Have a copy of the town in use, on its Monday."""
    monkeypatch.setattr("allocator.web.acting.date", Monday)
    for name in (built.where, str(built.keys)):
        shutil.copy(name, tmp_path)
    with used(
        Place("sqlite", str(tmp_path / Path(built.where).name), tmp_path / built.keys.name)
    ) as copy:
        yield copy


class Monday:
    """The day of the town."""

    @staticmethod
    def today() -> object:
        return MONDAY


def again(world: Place, built: Place) -> None:
    """Put the town back as it was."""
    connections.close_all()
    for left in Path(world.where).parent.glob(Path(world.where).name + "-*"):
        left.unlink()
    shutil.copy(built.where, world.where)
