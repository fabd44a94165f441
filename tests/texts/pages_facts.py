"""Message ids that the pages of the facts put together."""

from __future__ import annotations

from allocator.domain.choices import (
    DecisionKind,
    Documents,
    Group,
    HomeKind,
    SiteDecisionKind,
    TargetGroup,
)
from allocator.domain.policy import MATCHING_TIERS, RELOCATION_TIERS
from allocator.messages.browsing import HOME_COLUMNS, HOUSEHOLD_COLUMNS
from allocator.reading.columns import TABLES
from allocator.reading.kinds import Choice, ListOf
from allocator.reading.settings import SETTINGS
from allocator.rounds.browsing import ALL, INCOMPLETE
from allocator.rounds.browsing import FILTERS as HOUSEHOLDS
from allocator.rounds.browsing_homes import ADAPTED
from allocator.rounds.browsing_homes import FILTERS as HOMES
from allocator.rounds.editable import EDITABLE, columns_of
from allocator.rounds.settings import key_of
from allocator.rounds.standing import HERE, OF_HOME, OF_HOUSEHOLD
from allocator.web.facts.differences import KINDS
from allocator.web.facts.homes import COLUMNS as OF_HOMES
from allocator.web.facts.households import COLUMNS as OF_HOUSEHOLDS
from allocator.web.facts.setting_words import OF_TIERS
from allocator.web.facts.settings_pages import SECTIONS
from allocator.web.facts.values import WORD_OF

KINDS_OF = [(c.attribute, c.kind) for table in TABLES for c in table.columns]
WORDS = {
    f"pages.word.{WORD_OF.get(name, name)}.{word.value}"
    for name, kind in KINDS_OF
    for item in [kind.item if isinstance(kind, ListOf) else kind]
    if isinstance(item, Choice)
    for word in item.words
}
OTHER_WORDS = {f"pages.word.adapted.{one}" for one in ADAPTED} | {
    f"pages.word.documents.{INCOMPLETE}"
}
SETTING_KEYS = [
    key_of(one.path)
    for one in SETTINGS
    if one.path != ("peildatum",) and key_of(one.path).split(".")[0] not in OF_TIERS
]
CHOSEN = [(key_of(one.path), one.kind) for one in SETTINGS if isinstance(one.kind, Choice)]

PREFIXES: dict[str, list[str]] = {
    "pages.stands.": sorted({HERE, ALL, *OF_HOUSEHOLD, *OF_HOME}),
    "pages.word.group.": list(Group),
    "pages.word.documents.": [*Documents, INCOMPLETE],
    "pages.word.kind.": list(HomeKind),
    "pages.word.target_group.": list(TargetGroup),
    "pages.word.adapted.": list(ADAPTED),
    "pages.word.decision.": sorted({*DecisionKind, *SiteDecisionKind}),
    "pages.settings.section.": [name for name, _ in SECTIONS],
    "rounds.kind.": list(KINDS),
}
MADE: dict[str, list[str]] = {
    "pages.stands.{state}": [f"pages.stands.{v}" for v in (*OF_HOUSEHOLD, *OF_HOME)],
    "pages.stands.{v}": [f"pages.stands.{v}" for v in (ALL, *OF_HOUSEHOLD, *OF_HOME)],
    "pages.filter.{name}": sorted({f"pages.filter.{n}" for n in (*HOUSEHOLDS, *HOMES)}),
    "pages.head.{name}": sorted({f"pages.head.{n}" for n, _ in (*OF_HOUSEHOLDS, *OF_HOMES)}),
    "pages.word.{name}.{value}": sorted(WORDS | OTHER_WORDS),
    "pages.field.{table}.{field}": [
        f"pages.field.{name}.{column.attribute}"
        for name in ("households", "persons", "homes")
        for column in columns_of(EDITABLE[name])
    ],
    "pages.setting.{first}": [f"pages.setting.{name}" for name in OF_TIERS],
    "pages.setting.{key}": [f"pages.setting.{key}" for key in SETTING_KEYS],
    "pages.setting.{name}.meaning": [
        f"pages.setting.{key}.meaning" for key in (*SETTING_KEYS, *OF_TIERS)
    ],
    "pages.setting.{key}.{value}": [
        f"pages.setting.{key}.{word.value}" for key, kind in CHOSEN for word in kind.words
    ],
    "report.tier.{tier}": [f"report.tier.{tier}" for tier in (*MATCHING_TIERS, *RELOCATION_TIERS)],
    "rounds.browse.{name}": [
        f"rounds.browse.{name}" for name in (*HOUSEHOLD_COLUMNS, *HOME_COLUMNS)
    ],
}
