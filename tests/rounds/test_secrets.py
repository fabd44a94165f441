"""What is secret about people is sealed: a whole week of it is looked for everywhere else."""

from __future__ import annotations

import json
import logging
import re
import secrets
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from allocator.cards import Card
from allocator.domain.choices import DecisionKind, Mobility, Need, Support
from allocator.domain.decision import Decision, Points
from allocator.errors import AllocatorError
from allocator.matching import Settings
from allocator.messages.cards import card_document, card_lines
from allocator.reading import read_instance, write_folder
from allocator.rounds import (
    corporatie,
    deciding,
    drafting,
    importing,
    offering,
    opening,
    personal,
    sending,
    sheltering,
)
from allocator.rounds.deciding import Pair
from allocator.rounds.lists import put_lists
from allocator.store import models
from allocator.texts import texts
from tests.check.shelter.build import DAY
from tests.rounds.people import MONDAY, TINY, WEEK, owner, team
from tests.rounds.shelter_people import announced

WONEN = owner("wonen")
FIELDS = (
    "hold_reason", "points", "decision", "refusal", "rejection", "revocation", "override",
    "decline", "withdraw_household", "withdraw_home", "undo_signing", "reopen", "never",
)  # fmt: skip
# What choices of special fields look like where they are not sealed.
WORDS = ("wheelchair", "step_free", "intensive", "safe_place", "own_home", "own_room")
# Tables about people: none of these words may stand in them.  Homes and sites may.
ABOUT_PEOPLE = (
    "household", "person", "decision", "points", "previous", "sitedecision", "subject", "draftrow",
    "candidate", "step", "placement", "note", "change", "retired", "logentry", "announced", "move",
    "movestep",
)  # fmt: skip


@dataclass
class Told:
    """What a week says to the outside: cards, answers to corporaties, errors, and differences."""

    secret: dict[str, str]
    folder: Path
    cards: list[Card] = field(default_factory=list)
    answers: list[object] = field(default_factory=list)
    errors: list[AllocatorError] = field(default_factory=list)

    def provoke(self, step: Callable[[], object]) -> None:
        """Take a step that is refused, and keep what it says."""
        with pytest.raises(AllocatorError) as caught:
            step()
        self.errors.append(caught.value)


def written(secret, folder, mobility=Mobility.WHEELCHAIR):
    """Write tiny with a household of which every special field is set, and reasons."""
    tiny = read_instance(TINY).instance
    households = []
    for household in tiny.households:
        if household.id == "H5":
            (person,) = household.persons
            special = {"lhbtiq": True, "ex_amv": True, "mobility": mobility}
            household = household.model_copy(
                update={
                    "support": Support.INTENSIVE,
                    "needs": (Need.OWN_HOME, Need.OWN_ROOM, Need.SAFE_PLACE),
                    "urgency": True,
                    "hold_until": date(2025, 4, 1),
                    "hold_reason": secret["hold_reason"],
                    "persons": (person.model_copy(update=special),),
                }
            )
        households.append(household)
    more = {
        "households": tuple(households),
        "points": (Points(household="H1", home="W3", points=7, reason=secret["points"]),),
        "decisions": (
            Decision(
                household="H2",
                home="W3",
                decision=DecisionKind.REFUSED_BY_TEAM,
                reason=secret["decision"],
            ),
        ),
    }
    write_folder(tiny.model_copy(update=more), folder)
    return folder


@pytest.fixture
def told(place, tmp_path, caplog):
    """A week with every step that has a reason, and steps that are refused."""
    caplog.set_level(logging.DEBUG)
    for name in ("django", "django.db.backends", "django.db.backends.schema"):
        caplog.set_level(logging.DEBUG, logger=name)
    secret = {name: f"geheim{name}{secrets.token_hex(6)}" for name in FIELDS}
    said = Told(secret, tmp_path)
    importing.apply(team(), written(secret, tmp_path / "in"))
    opening.open_new(team())
    drafting.propose(team(), Settings())
    said.provoke(lambda: deciding.override(team(), Pair("H5", "W9"), secret["never"]))
    said.answers.append(deciding.override(team(), Pair("H5", "W1"), secret["override"]))
    drafting.propose(team(), Settings())
    _send(said)
    _decide(said, secret)
    said.provoke(lambda: opening.reopen(team(), None, secret["never"]))
    _second_draft(said)
    opening.close(team())
    opening.reopen(team(), None, secret["reopen"])
    _import_again(said)
    said.answers += [[one.card for one in corporatie.with_owner(WONEN)]]
    return said


def _send(said):
    done = sending.send(team(), MONDAY + WEEK)
    said.answers.append(done)
    said.cards += [card for of_owner in done.cards.values() for card in of_owner]
    put_lists(done.cards, said.folder / f"lists{len(said.answers)}")
    said.cards += [one.card for one in corporatie.with_owner(WONEN)]


def _decide(said, secret):
    """Refuse, revoke, decline, undo and withdraw, each once allowed and once not."""
    homes = dict(models.Candidate.objects.filter(state="sent").values_list("subject__ref", "home"))
    assert homes["H5"] == "W1"
    first, second, third, fourth = (Pair(h, homes[h]) for h in ("H1", "H2", "H4", "H6"))
    never = secret["never"]
    said.provoke(lambda: deciding.refuse(WONEN, first, code="no_such", reason=never))
    said.provoke(lambda: offering.decline(team(), "H1", code="too_far", reason=never))
    said.provoke(lambda: offering.undo_signing(team(), "H1", never))
    said.provoke(lambda: offering.withdraw_household(team(), "H99", never))
    said.provoke(lambda: offering.withdraw_home(WONEN, "W4", never))
    for pair in (first, second, Pair("H5", "W1")):
        said.answers.append(deciding.accept(WONEN, pair))
    said.answers += [
        deciding.revoke(WONEN, Pair("H5", "W1"), code="other", reason=secret["revocation"]),
        deciding.refuse(WONEN, third, code="other", reason=secret["refusal"]),
        deciding.reject(team(), fourth, code="other", reason=secret["rejection"]),
    ]
    said.provoke(lambda: deciding.refuse(WONEN, third, code="other", reason=never))
    stale = Pair(second.household, second.home, version=1)
    said.provoke(lambda: deciding.revoke(WONEN, stale, code="other", reason=never))
    said.provoke(lambda: deciding.override(team(), Pair("H1", "W2"), never))
    for household in ("H1", "H2"):
        offering.offer(team(), household)
        offering.agree(team(), household)
    offering.sign(team(), "H2")
    offering.undo_signing(team(), "H2", secret["undo_signing"])
    offering.decline(team(), "H1", code="too_small", reason=secret["decline"])
    offering.withdraw_household(team(), "H2", secret["withdraw_household"])
    offering.withdraw_home(team(), "W4", secret["withdraw_home"])
    said.provoke(lambda: deciding.override(team(), Pair("H3", "W4"), never))


def _second_draft(said):
    done = drafting.resolve(team(), Settings())
    said.answers.append(done.changes)
    if models.Candidate.objects.filter(state="proposed").exists():
        _send(said)


def _import_again(said):
    """Change a special field: that it changed is said, not from what into what."""
    folder = written(said.secret, said.folder / "again", Mobility.STEP_FREE)
    found = importing.compare(team(), folder)
    assert [(row.key, row.fields) for row in found.rows if row.table == "persons"] == [
        ("H5-1", (("mobility", None, None),))
    ]
    said.answers.append(found)
    importing.apply(team(), folder)


# --- where to look ------------------------------------------------------------------------------


def tables(place):
    """Return the bytes of every table."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if place.kind == "sqlite":
            found = {}
            for name in names:
                cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
                found[name] = repr(cursor.fetchall()).encode()
            return found
    found = {}
    with psycopg.connect(place.where) as own, own.cursor() as cursor:
        for name in names:
            with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as copy:
                found[name] = b"".join(bytes(part) for part in copy)
    return found


def on_disk(place):
    """Return the bytes of the database: of SQLite its files, the logs too; of PostgreSQL a copy."""
    if place.kind == "postgresql":
        return b"".join(tables(place).values())
    files = list(Path(place.where).parent.glob("store.sqlite3*"))
    assert {file.name for file in files} >= {"store.sqlite3", "store.sqlite3-wal"}
    return b"".join(file.read_bytes() for file in files)


def opened():
    """Return all that the store holds of households, rounds and homes, opened."""
    refs = models.Subject.objects.values_list("ref", flat=True)
    kept = [asdict(personal.subject(team(), ref)) for ref in refs]
    notes = [row.reason for row in (*models.Note.objects.all(), *models.Retired.objects.all())]
    return json.dumps([*kept, *notes])


def found_in(text, said):
    """Return which secrets stand in text."""
    raw = text.encode() if isinstance(text, str) else text
    return {
        name
        for name, value in said.secret.items()
        if value.encode() in raw or value.encode("utf-16-le") in raw
    }


def test_every_secret_was_kept_sealed(told):
    """Else looking for them elsewhere would prove nothing."""
    kept = opened()
    assert found_in(kept, told) == set(FIELDS) - {"never"}
    assert [word for word in WORDS if f'"{word}"' not in kept] == []
    assert '"lhbtiq": true' in kept
    assert '"deviation": ["' in kept


def test_no_secret_is_in_the_database(told, place):
    assert found_in(on_disk(place), told) == set()
    held = tables(place)
    assert {f"store_{name}" for name in (*ABOUT_PEOPLE, "home", "draft")} <= held.keys()
    assert {name for name, text in held.items() if found_in(text, told)} == set()
    for name in ABOUT_PEOPLE:
        text = held[f"store_{name}"]
        assert [word for word in WORDS if word.encode() in text] == [], name


def test_a_draft_without_its_rows_holds_no_household(told, place):
    text = tables(place)["store_draft"].decode()
    assert models.Draft.objects.count() >= 3
    assert [n for n in range(1, 7) if f'H{n}"' in text or f"H{n}-" in text] == []


def test_the_log_names_no_household(told, place):
    text = tables(place)["store_logentry"].decode()
    assert [n for n in range(1, 7) if f"H{n}" in text] == []


def test_no_secret_is_told_to_corporaties(told):
    assert {card.household for card in told.cards} >= {"H1", "H2", "H4", "H5"}
    shown = [json.dumps(card_document(card)) for card in told.cards]
    for language in ("nl", "en"):
        shown += [line for card in told.cards for line in card_lines(card, texts(language))]
    shown += [repr(card) for card in told.cards]
    lists = list(told.folder.glob("lists*/*.csv"))
    assert lists
    shown += [file.read_text() for file in lists]
    for text in shown:
        assert found_in(text, told) == set()
        assert [word for word in (*WORDS, "lhbtiq", "ex_amv", "urgency") if word in text] == []


def test_no_secret_is_in_answers(told):
    for answer in told.answers:
        assert found_in(repr(answer), told) == set()
        assert [word for word in WORDS if f"'{word}'" in repr(answer)] == []


def test_no_secret_is_in_errors(told):
    assert len(told.errors) == 11
    for error in told.errors:
        text = f"{error} {error!r} {vars(error)!r}" + "".join(traceback.format_exception(error))
        assert found_in(text, told) == set()
        said = f"{error!r} {vars(error)!r}"  # unknown_home is no own_home
        assert [word for word in WORDS if re.search(rf"\b{word}\b", said)] == []
        for value in getattr(error, "values", {}).values():
            assert not isinstance(value, models.Step), (
                "a row in an error opens when it is looked at"
            )


def test_no_secret_is_in_pythons_logging(told, caplog):
    logging.getLogger("django.db.backends").debug("heard")
    assert "heard" in caplog.text
    text = caplog.text + "".join(repr(vars(record)) for record in caplog.records)
    assert found_in(text, told) == set()
    assert [word for word in WORDS if word in text] == []
    assert not [record for record in caplog.records if "INSERT" in record.getMessage()]


def test_an_objection_to_a_move_is_sealed(place, tmp_path):
    said = Told({"objection": f"geheim{secrets.token_hex(6)}"}, tmp_path)
    announced(tmp_path / "shelter")
    sheltering.object_to(team(DAY), "H1", said.secret["objection"], "not_accessible")
    said.provoke(
        lambda: sheltering.object_to(team(DAY), "H1", said.secret["objection"], "not_accessible")
    )
    assert found_in(json.dumps(asdict(personal.subject(team(DAY), "H1"))), said) == {"objection"}
    assert found_in(on_disk(place), said) == set()
    (error,) = said.errors
    assert found_in(f"{error!r} {vars(error)!r}", said) == set()
    held = tables(place)
    for name in ABOUT_PEOPLE:
        assert b"not_accessible" not in held[f"store_{name}"], name
