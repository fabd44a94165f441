"""What a decision would cost, shown before it is confirmed; and every other home of a household."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from allocator.errors import AllocatorError, StoreFailed
from allocator.rounds import asking, deciding
from allocator.rounds.deciding import Pair
from allocator.rounds.reasons import TEAM
from allocator.web import tasks
from allocator.web.acting import actor, refused, see_other, take, words
from allocator.web.forms import SaidForm, reason_choices

REJECT, OVERRIDE = "reject", "override"


class OverrideForm(SaidForm):
    """Another home for a household, against the plan, and why."""

    household = forms.CharField(max_length=64)
    home = forms.CharField(max_length=64)
    reason = forms.CharField(max_length=500, widget=forms.Textarea({"rows": 2}))

    def said(self) -> None:
        """Say what is asked."""
        self.name("household", "pages.column.household")
        self.name("home", "pages.column.home")
        self.name("reason", "pages.price.reason", "pages.price.reason_help")


class RejectForm(SaidForm):
    """A proposal that the team does not want, and why."""

    household = forms.CharField(max_length=64)
    home = forms.CharField(max_length=64)
    code = forms.ChoiceField()
    reason = forms.CharField(required=False, max_length=500)

    def said(self) -> None:
        """Say what is asked."""
        self.choose("code", reason_choices(self.words, TEAM))
        self.name("household", "pages.column.household")
        self.name("home", "pages.column.home")
        self.name("code", "pages.proposal.code")
        self.name("reason", "pages.proposal.reason")


def to_confirm(form: SaidForm) -> SaidForm:
    """Return the form with the pair fixed: a price is of that pair alone."""
    for name in ("household", "home"):
        form.fields[name].widget = forms.HiddenInput()
    return form


FORMS: dict[str, type[SaidForm]] = {REJECT: RejectForm, OVERRIDE: OverrideForm}


def override(request: HttpRequest) -> HttpResponse:
    """Ask which household should get which home."""
    given = {name: request.GET.get(name, "") for name in ("household", "home")}
    form = OverrideForm(initial=given, words=words(request))
    return render(request, "web/team/override.html", {"form": form})


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask what a decision would cost, and show how far the answer is."""
    what = REJECT if request.POST.get("what") == REJECT else OVERRIDE
    form = FORMS[what](request.POST, words=words(request))
    if not form.is_valid():
        page = {"form": form, "what": what}
        return render(request, "web/team/override.html", page, status=422)
    question = {"what": what, "refused": what == REJECT, **form.cleaned_data}
    return _asked(request, "price", question)


@require_POST
def alternatives(request: HttpRequest, household: str) -> HttpResponse:
    """Ask what every other home would mean for a household."""
    return _asked(request, "alternatives", {"household": household})


def _asked(request: HttpRequest, kind: asking.Kind, question: dict[str, object]) -> HttpResponse:
    try:
        made = asking.ask(actor(request), kind, tasks.hand_on, question=question)
    except StoreFailed:
        raise
    except AllocatorError as error:
        return refused(request, error, "round")
    return see_other("solve", made.pk)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take the decision whose price was shown."""
    what = REJECT if request.POST.get("what") == REJECT else OVERRIDE
    form = FORMS[what](request.POST, words=words(request))
    if not form.is_valid():
        page = {"form": form, "what": what}
        return render(request, "web/team/override.html", page, status=422)
    given, who = form.cleaned_data, actor(request)
    pair = Pair(given["household"], given["home"])
    t = words(request)
    return take(
        request,
        lambda: (
            deciding.reject(who, pair, code=given["code"], reason=given["reason"])
            if what == REJECT
            else deciding.override(who, pair, given["reason"])
        ),
        "round",
        said=lambda done: [
            t("rounds.decided", household=done.household, home=done.home,
              state=t(f"rounds.state.{done.state}")),
            t("pages.price.resolve_now"),
        ],
    )  # fmt: skip
