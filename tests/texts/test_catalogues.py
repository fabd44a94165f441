"""The catalogues: the same sentences in both languages, and all that the code asks for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from django.apps import apps

import allocator.texts
from allocator.check import PAIR_RULES
from allocator.domain.choices import Group, HomeKind, Sharing
from allocator.domain.policy import MATCHING_TIERS, RELOCATION_TIERS
from allocator.domain.prices import Prices
from allocator.explain.change import KINDS as MORE
from allocator.explain.shelter.shortage_words import FULL
from allocator.figures.groups import TRAITS
from allocator.formulate import AHEAD
from allocator.reading.columns import SETTINGS, TAAKSTELLING, TABLES
from allocator.reading.settings import TOP_SETTINGS
from allocator.reading.template_notes import HELP
from allocator.report.page import PARTS, REASONS
from allocator.report.shelter.figures.shortages import REASONS as SHORTAGE_REASONS
from allocator.report.shelter.page import PARTS as SHELTER_PARTS
from allocator.report.shelter.shown import UNITS
from allocator.report.shelter.summary import summary as shelter_summary
from allocator.report.shelter.workbook_tables import MONTH, OF_ALL_PLANS
from allocator.report.shelter.workbook_tables import NOT_IN_SUMMARY as SHELTER_NOT
from allocator.report.shelter.workbook_tables import workbook_tables as shelter_tables
from allocator.report.summary import summary
from allocator.report.workbook_tables import NOT_IN_SUMMARY, workbook_tables
from allocator.rounds.moves_states import MoveEvent, MoveState
from allocator.rounds.retention import RETENTION
from allocator.rounds.states import Event, State
from allocator.rules.needs import SPECIAL
from allocator.rules.shelter.site_rules import SITE_RULES
from allocator.store.connection import prepare
from allocator.texts import LANGUAGES, Texts
from tests.check.build import instance
from tests.report.shelter.plans import empty
from tests.report.test_tables import plan
from tests.texts import pages, scenarios, trials

prepare()
ROOT = Path(__file__).parents[2]
SUBJECTS = (
    *("cards", "check", "cli", "common", "explain", "reading", "report"),
    *("report_shelter", "rounds", "rules", "sweeps", "template"),
    *("why", "why_shelter", "workbook", "workbook_shelter"),
    *pages.SUBJECTS,
    *trials.SUBJECTS,
    *scenarios.SUBJECTS,
)
# Ids that are put together: what stands in braces in the code, by what it can be.
KINDS = ("draagkracht", "complex", "supported", "corporatie", "guidance")
SHELTER_LIMITS = ("max_persons", "max_moves_in", "shelter_persons_max")
SHELTER_RULES = (*(rule.code for rule in SITE_RULES), "MOBILITY", "DECIDED", "rooms")
EMPTY_PLAN = replace(plan(), prices=Prices(weeks=26, rows=()))
EMPTY_RELOCATION = empty()[0], replace(empty()[1], announced=())
COLUMNS = {
    name: tuple(table.columns)
    for found in (
        workbook_tables(instance([], []), EMPTY_PLAN, Texts("nl")),
        shelter_tables(*EMPTY_RELOCATION, Texts("nl")),
    )
    for name, table in found.items()
} | {"month": MONTH, **trials.COLUMNS, **scenarios.COLUMNS}
SHELTER_TIERS = (*RELOCATION_TIERS, "announced")
TIERS = (*MATCHING_TIERS, AHEAD, *SHELTER_TIERS)
ROOM_CHANGES = ("room_changes_value", "room_changes_bound")
SHOWN_COLUMNS = ("home", "household", "corporatie", "code", "state", "answer_by")
CHANGE_KINDS = ("new", "changed", "back", "gone")
CHANGE_REASONS = ("refused", "expired", "withdrawn", "override", "home", "free", "plan")
MOVE_REASONS = ("closes", "need", "room", "together", "other")
INPUT = (SETTINGS, TAAKSTELLING, *TABLES)
MADE = {
    **pages.MADE,
    **trials.MADE,
    **scenarios.MADE,
    "why.ahead.{row.need}": [f"why.ahead.{need}" for need in SPECIAL],
    "scenario.nothing_like.{what}": [
        f"scenario.nothing_like.{what}" for what in ("households", "homes")
    ],
    "why.limit.{kind}": [f"why.limit.{kind}" for kind in KINDS],
    "why.shelter.limit.{kind}": [f"why.shelter.limit.{kind}" for kind in SHELTER_LIMITS],
    "why.shelter.higher.{limit.kind}": [f"why.shelter.higher.{kind}" for kind in SHELTER_LIMITS],
    "why.shelter.sites.{kind}": [f"why.shelter.sites.{kind}" for kind in (*FULL, "unsuited")],
    "why.shelter.needs.{room}": [f"why.shelter.needs.{r}" for r in ("room", "wheelchair_room")],
    "why.shelter.rule.{code}": [f"why.shelter.rule.{code}" for code in SHELTER_RULES],
    "cli.limit.{kind}": [f"cli.limit.{kind}" for kind in (*KINDS, "units", "gender")],
    "cli.locks.{kind}": [
        f"cli.locks.{kind}" for kind in (*SHELTER_RULES, *SHELTER_LIMITS, "NOTICE")
    ],
    "explain.not_{kind}": [f"explain.not_{kind}" for kind in ("matching", "relocation")],
    "explain.help.{part.kind}": [f"explain.help.{kind}" for kind in MORE],
    "explain.help.some.{kind}": [
        f"explain.help.some.{kind}" for kind in ("units", "complex", "rule", "priority")
    ],
    "rule.{subject}.name": [f"rule.{code}.name" for code in PAIR_RULES],
    "rule.{code}.name": [f"rule.{code}.name" for code in PAIR_RULES],
    "rule.{self.code}": [f"rule.{code}" for code in PAIR_RULES],
    "rule.{self.code}.name": [f"rule.{code}.name" for code in PAIR_RULES],
    "check.{code}": [f"check.{code}" for code in PAIR_RULES],
    "check.{kind}": [f"check.{kind}" for kind in (*KINDS, "units")],
    "reading.decision_on_{wrong}": [f"reading.decision_on_{g.value}" for g in Group],
    "reading.second_{role}": ["reading.second_head", "reading.second_partner"],
    "report.limit.{kind}": [f"report.limit.{kind}" for kind in KINDS if kind != "supported"],
    "report.group.{trait}.{name}": [
        f"report.group.{trait.name}.{name}"
        for trait in TRAITS
        if trait.name not in ("size", "age")
        for name in trait.categories
    ],
    "report.{p}": [f"report.{part}" for part in PARTS],
    "report.shelter.{p}": [f"report.shelter.{part}" for part in SHELTER_PARTS],
    "report.shelter.amount.{unit}{ending}": [
        f"report.shelter.amount.{unit}{ending}"
        for unit in set(UNITS.values())
        for ending in ("", ".one", ".none")
    ],
    "report.shelter.said.{tier.name}": [f"report.shelter.said.{tier}" for tier in SHELTER_TIERS],
    "report.shelter.kind.{move.kind}": [f"report.shelter.kind.{k}" for k in ("move", "entry")],
    "report.shelter.move.{move.reason}": [f"report.shelter.move.{why}" for why in MOVE_REASONS],
    "report.tier.{name}": [f"report.tier.{tier}" for tier in TIERS],
    "report.tier.{name}.unit": [f"report.tier.{tier}.unit" for tier in TIERS],
    "report.tier.{tier.name}": [f"report.tier.{tier}" for tier in TIERS],
    "report.tier.{tier.name}.unit": [f"report.tier.{tier}.unit" for tier in TIERS],
    "workbook.sheet.{sheet.key}": [f"workbook.sheet.{name}" for name in COLUMNS],
    "workbook.{sheet.key}.{column}": [
        f"workbook.{name}.{column}" for name, columns in COLUMNS.items() for column in columns
    ],
    "workbook.{given.key}.{column}": [
        f"workbook.{name}.{column}" for name, columns in COLUMNS.items() for column in columns
    ],
    "workbook.relocation.{key}": [
        f"workbook.relocation.{key}"
        for key in (*shelter_summary(EMPTY_RELOCATION[1], {}), *ROOM_CHANGES, "slip")
        if key not in (*SHELTER_NOT, *OF_ALL_PLANS)
    ],
    "workbook.summary.{key}": [
        f"workbook.summary.{key}" for key in summary(EMPTY_PLAN, {}) if key not in NOT_IN_SUMMARY
    ],
    "template.help.{paragraph}": [f"template.help.{paragraph}" for paragraph in HELP],
    "template.help.{paragraph}.name": [f"template.help.{paragraph}.name" for paragraph in HELP],
    "template.table.{table.name}": [f"template.table.{table.name}" for table in INPUT],
    "template.{table.name}.{column.name}": [
        f"template.{table.name}.{column.name}" for table in INPUT for column in table.columns
    ],
    "template.key.{name}": [f"template.key.{setting.path[0]}" for setting in TOP_SETTINGS],
    "rounds.column.{name}": [f"rounds.column.{name}" for name in SHOWN_COLUMNS],
    "rounds.ways.{status}": [
        f"rounds.ways.{status}" for status in ("proposed", "possible", "blocked")
    ],
    "rounds.kind.{kind}": [f"rounds.kind.{kind}" for kind in CHANGE_KINDS],
    "rounds.kind.{row.kind}": [f"rounds.kind.{kind}" for kind in CHANGE_KINDS],
    "rounds.change.{change.why}": [f"rounds.change.{why}" for why in CHANGE_REASONS],
    "rounds.purge.{kind}": [f"rounds.purge.{kept.kind}" for kept in RETENTION],
    "rounds.movestate.{line.state}": [f"rounds.movestate.{state}" for state in MoveState],
    "rounds.{kind}.{value}": [
        f"rounds.{kind.__name__.lower()}.{value}"
        for kind in (State, Event, MoveState, MoveEvent)
        for value in kind
    ],
    **{
        f"rounds.state.{{{name}.state}}": [f"rounds.state.{state}" for state in State]
        for name in ("r", "one", "line")
    },
    "sweep.certificates_{parts.scheme}": [f"sweep.certificates_{s}" for s in ("tls", "tcp")],
    "cards.kind.{home.kind}": [f"cards.kind.{kind}" for kind in HomeKind],
    "cards.sharing.{home.sharing}": [
        f"cards.sharing.{sharing}" for sharing in Sharing if sharing != Sharing.NONE
    ],
}
# Ids that a template puts together, by what it writes before the sign ~.
IN_TEMPLATES = {
    "report.group.": [trait.name for trait in TRAITS],
    "report.kind.": [kind.value for kind in HomeKind],
    "report.reason.": REASONS,
    "report.tier.": [f"{tier}{end}" for tier in TIERS for end in ("", ".unit")],
    "report.tiers.": ("max", "min"),
    "report.shelter.move.": MOVE_REASONS,
    "report.shelter.reason.": SHORTAGE_REASONS,
}


@cache
def catalogue(language: str, subject: str) -> dict[str, tuple[str, ...]]:
    """Return the texts by message id: one, or singular and plural."""
    file = resources.files(allocator.texts) / language / f"{subject}.po"
    with file.open("rb") as source:
        messages = read_po(source, locale=language, abort_invalid=True)
    found = {}
    for message in messages:
        if message.id:
            id_ = message.id if isinstance(message.id, str) else message.id[0]
            found[id_] = (message.string,) if isinstance(message.string, str) else message.string
    return found


def everything(language: str) -> dict[str, tuple[str, ...]]:
    return {k: v for subject in SUBJECTS for k, v in catalogue(language, subject).items()}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_files(language):
    folder = resources.files(allocator.texts) / language
    assert sorted(f.name for f in folder.iterdir()) == sorted(f"{one}.po" for one in SUBJECTS)
    total = sum(len(catalogue(language, subject)) for subject in SUBJECTS)
    assert total == len(everything(language)) > 200  # no id in two files


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_id_twice(language, subject):
    text = (resources.files(allocator.texts) / language / f"{subject}.po").read_text("utf-8")
    ids = Counter(re.findall(r'(?m)^msgid "(.+)"$', text))
    assert [id_ for id_, n in ids.items() if n > 1] == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_same_ids_in_the_same_order(subject):
    assert list(catalogue("nl", subject)) == list(catalogue("en", subject))


def test_the_same_values():
    dutch, english = everything("nl"), everything("en")
    for id_, texts in dutch.items():
        assert len(texts) == len(english[id_]), id_
        for one, other in zip(texts, english[id_], strict=True):
            named, others = placeholders(one), placeholders(other)
            assert named - OWN_WORDS == others - OWN_WORDS, id_
            assert bool(named & OWN_WORDS) == bool(others & OWN_WORDS), id_


# Each language may list the words of its own.
OWN_WORDS = {"dutch", "english"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_something(language):
    for id_, texts in everything(language).items():
        assert len(texts) in (1, 2), id_
        for text in texts:
            assert text.strip(), id_
            assert text != id_
            assert "{}" not in text, id_
            assert "  " not in text.lstrip(), id_


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plural_names_how_many(language):
    """And the singular says nothing that the plural does not."""
    for id_, texts in everything(language).items():
        if len(texts) == 2:
            assert placeholders(texts[0]) <= placeholders(texts[1]), id_
            assert "n" in placeholders(texts[1]), id_


def test_languages_differ():
    dutch, english = everything("nl"), everything("en")
    same = {id_ for id_ in dutch if dutch[id_] == english[id_]}
    assert len(same) < len(dutch) / 50, same


def literals() -> set[str]:
    """Return every text in the code that can be a message id, f-strings with their braces."""
    found = set()
    for file in (ROOT / "cli.py", *(ROOT / "allocator").rglob("*.py")):
        nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
        inside = {id(p) for n in nodes if isinstance(n, ast.JoinedStr) for p in n.values}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if id(node) not in inside else set()
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    part.value
                    if isinstance(part, ast.Constant)
                    else f"{{{ast.unparse(part.value)}}}"
                    for part in node.values
                ]
                found.add("".join(map(str, parts)))
    return found


ID = re.compile(
    r"(cards|check|cli|common|explain|pages|parameters|reading|report|rounds|rule|scenario|serve"
    r"|store|sweep|template|why|workbook)(\.[\w{}]+)+"
)


def asked_for() -> set[str]:
    """Return every message id that the code asks for."""
    ids = {text for text in literals() if ID.fullmatch(text)}
    made = {id_ for id_ in ids if "{" in id_}
    assert made <= set(MADE), made - set(MADE)
    ids |= chosen()
    return (
        (ids - made)
        | {id_ for name in made for id_ in MADE[name]}
        | in_templates()
        | pages.asked_for()
    )


def chosen() -> set[str]:
    """Return the messages for none and for one of those that the code chooses from by number."""
    text = "".join(file.read_text("utf-8") for file in (ROOT / "allocator").rglob("*.py"))
    found = re.findall(r'chosen\(\s*"([.\w]+)"', text)
    assert found
    return {id_ + ending for id_ in found for ending in (".none", ".one")}


def in_templates() -> set[str]:
    """Return every message id that the templates ask for."""
    files = (ROOT / "allocator").rglob("templates/**/*.html")
    text = "".join(file.read_text("utf-8") for file in files)
    quoted = re.findall(r"""["'](report[.\w]*)["'](?=( ~)?)""", text)
    begun = {name for name, goes_on in quoted if goes_on}
    assert begun == set(IN_TEMPLATES)
    whole = {name for name, goes_on in quoted if not goes_on and ID.fullmatch(name)}
    return whole | {name + end for name in begun for end in IN_TEMPLATES[name]}


# Names of files, which look like ids.
NOT_IDS = {"check.py", "cli.py", "report.css", "report.html", "store.sqlite3", "sweep.json"}
# Names of tables, in migrations and foreign keys.
TABLE_NAMES = re.compile(
    rf"store\.({'|'.join(model.__name__ for model in apps.get_models())})", re.IGNORECASE
)


def test_every_id_that_the_code_asks_for_is_there():
    ids = {id_ for id_ in asked_for() if not TABLE_NAMES.fullmatch(id_)}
    assert ids - set(everything("nl")) - NOT_IDS == set()
    assert set(MADE) <= literals()


def test_every_text_is_asked_for():
    counts = {id_ for id_ in catalogue("nl", "common") if id_ in literals()}
    unused = set(everything("nl")) - asked_for() - counts
    assert unused == set()
