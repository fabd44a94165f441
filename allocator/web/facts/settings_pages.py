"""The pages of the settings: all that hold with their history, and changing one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.errors import BadInput, Refused
from allocator.reading.kinds import Choice, ListOf, YesNo
from allocator.rounds.origins import Made
from allocator.rounds.settings import (
    SettingPast,
    SettingSeen,
    setting_named,
    settings,
    settings_edit,
)
from allocator.texts import Texts
from allocator.web.acting import account, actor, refused, see_other, words
from allocator.web.facts.seen import by, day_of
from allocator.web.facts.setting_words import (
    OF_TIERS,
    choice,
    meaning,
    setting_name,
    setting_value,
    tier_name,
)
from allocator.web.facts.values import NOTHING
from allocator.web.forms import SaidForm

SECTIONS = (
    ("city", ("name", "municipality", "horizon_days", "horizon_months", "lottery_seed")),
    ("fit_for", (
        "min_stay_days", "documents", "priority_mode", "spare_bedrooms", "m2_per_person",
        "reserve_adapted_days", "baby_age", "share_age", "couple_in_studio",
    )),
    ("rent", ("rent_limits",)),
    ("limits", ("count_nareis", "max_placements")),
    ("waiting", ("term_weeks", "overdue_factor", "stay_days")),
    ("fit", ("fit",)),
    ("tiers", ("tiers", *OF_TIERS)),
    ("shelter", (
        "grace_days", "care_exclusive", "care_strict", "first_move_month", "after_months",
        "repeat_months",
    )),
)  # fmt: skip


@dataclass(frozen=True)
class SettingLine:
    """A setting in words; ``differs`` when it is not the default."""

    key: str
    name: str
    meaning: str
    value: str
    default: str
    differs: bool
    made: str
    can_change: bool


class SettingForm(SaidForm):
    """Another value of a setting, and why."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    value = forms.CharField(required=False, max_length=1000)
    reason = forms.CharField(max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, setting: SettingSeen, **kwargs: Any) -> None:
        self.setting = setting
        super().__init__(*args, **kwargs)

    def said(self) -> None:
        """Say what is asked, and what may be filled in."""
        kind = setting_named(self.setting.key).kind
        if isinstance(kind, Choice | YesNo):
            given = (
                [(w.value, choice(self.words, self.setting.key, w.value)) for w in kind.words]
                if isinstance(kind, Choice)
                else [("true", self.words("pages.yes")), ("false", self.words("pages.no"))]
            )
            self.fields["value"] = forms.ChoiceField(required=False, choices=given)
        self.order_fields(["seen", "value", "reason"])
        self.fields["value"].initial = _cell(self.setting.value)
        self.name("value", "pages.settings.value")
        if isinstance(kind, ListOf) and isinstance(kind.item, Choice):
            tiers = [f"{w.value} ({tier_name(self.words, w.value)})" for w in kind.item.words]
            said = self.words("pages.settings.list_help", tiers="; ".join(tiers))
            self.fields["value"].help_text = said
        elif not isinstance(kind, Choice | YesNo):
            self.fields["value"].help_text = self.words("pages.settings.value_help")
        self.name("reason", "pages.settings.reason", "pages.settings.reason_help")


def listed(request: HttpRequest) -> HttpResponse:
    """Show the settings that hold, and how they became so."""
    t = words(request)
    seen = settings(actor(request))
    lines = {one.key: _line(t, one) for one in seen.settings if _is_shown(one)}
    sections = [
        (name, [line for key, line in lines.items() if key.split(".")[0] in keys])
        for name, keys in SECTIONS
    ]
    past = [_past(t, one) for one in seen.past if one.values]
    rest = [one for one in seen.settings if not _is_shown(one)]
    context = {
        "sections": sections,
        "past": past,
        "rest": [(one.key, setting_name(t, one.key)) for one in rest],
        "may_change": account(request).role == "team",
    }
    return render(request, "web/facts/settings.html", context)


def one(request: HttpRequest, setting: str) -> HttpResponse:
    """Show a setting to change, or change it."""
    t = words(request)
    seen = settings(actor(request))
    found = seen.named(setting)
    if not found.can_change:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = SettingForm(data, words=t, setting=found, initial={"seen": seen.seen})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            settings_edit(
                actor(request), {setting: given["value"]}, given["reason"], seen=given["seen"]
            )
        except BadInput as error:
            for fault in error.faults:
                said = t(fault.message, **dict(fault.values))
                form.add_error("value", said[:1].upper() + said[1:])
        except Refused as error:
            return refused(request, error, "setting", setting)
        else:
            messages.success(request, t("pages.settings.saved", name=setting_name(t, setting)))
            return see_other("settings")
    context = {"form": form, "line": _line(t, found)}
    return render(request, "web/facts/setting.html", context)


def _is_shown(one: SettingSeen) -> bool:
    """Whether a setting stands in the list: of tiers only what gives something up."""
    return one.key.split(".")[0] not in OF_TIERS or one.value != one.default


def _line(t: Texts, one: SettingSeen) -> SettingLine:
    differs = one.value != one.default
    return SettingLine(
        one.key,
        setting_name(t, one.key),
        meaning(t, one.key),
        setting_value(t, one.key, one.value),
        setting_value(t, one.key, one.default),
        differs,
        _made(t, one.made) if differs else "",
        one.can_change,
    )


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _made(t: Texts, made: Made | None) -> str:
    return "" if made is None else f"{by(t, made)}, {day_of(t, made.at)}"


def _past(t: Texts, one: SettingPast) -> dict[str, Any]:
    """Return a change of settings in words."""
    return {
        "day": NOTHING if one.made is None else day_of(t, one.made.at),
        "by": by(t, one.made),
        "reason": one.reason,
        "values": [
            (setting_name(t, key), setting_value(t, key, before), setting_value(t, key, after))
            for key, before, after in one.values
        ],
    }
