"""The log: who used what, when and why."""

from __future__ import annotations

import json
from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from allocator.rounds import logbook
from allocator.rounds.logbook import PAGE, LogPage, Question
from allocator.texts import Texts
from allocator.web.acting import actor, words
from allocator.web.auditor.actions import action_in_words
from allocator.web.forms import DayInput, SaidForm

BETWEEN = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))
LARGEST = 2**31


class LogForm(SaidForm):
    """What to look for in the log."""

    actie = forms.CharField(required=False, widget=forms.Select(), max_length=50)
    wie = forms.IntegerField(required=False, widget=forms.Select(), min_value=1, max_value=LARGEST)
    ronde = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    van = forms.DateField(required=False, widget=DayInput(), validators=BETWEEN)
    tot = forms.DateField(required=False, widget=DayInput(), validators=BETWEEN)
    pagina = forms.IntegerField(
        required=False, widget=forms.HiddenInput(), min_value=1, max_value=LARGEST
    )

    def said(self) -> None:
        """Say what is asked."""
        self.name("actie", "pages.log.action")
        self.name("wie", "pages.log.who")
        self.name("ronde", "pages.log.round")
        self.name("van", "pages.log.first")
        self.name("tot", "pages.log.last")

    def question(self) -> Question:
        """Return what is asked, without what cannot be understood."""
        self.is_valid()
        given = self.cleaned_data
        return Question(
            action=given.get("actie") or "",
            who=given.get("wie"),
            round=given.get("ronde"),
            first=given.get("van"),
            last=given.get("tot"),
            page=given.get("pagina") or 1,
        )

    def offer(self, found: LogPage, t: Texts) -> None:
        """Offer to choose from what is in the log."""
        anything = ("", t("pages.log.all"))
        actions = sorted((action_in_words(name, t), name) for name in found.actions)
        self.fields["actie"].widget.choices = [
            anything, *((name, said) for said, name in actions)
        ]  # fmt: skip
        self.fields["wie"].widget.choices = [anything, *found.whos]


def show(request: HttpRequest) -> HttpResponse:
    """Show a page of the log."""
    form = LogForm(request.GET, words=words(request))
    question = form.question()
    found = logbook.read(actor(request), question)
    form.offer(found, words(request))
    kept = request.GET.copy()
    kept.pop("pagina", None)
    shown = {
        "form": form,
        "found": found,
        "page": Paginator(range(found.total), PAGE).get_page(found.page),
        "more": f"{kept.urlencode()}&" if kept else "",
    }
    return render(request, "web/auditor/log.html", shown)


def entry(request: HttpRequest, n: int) -> HttpResponse:
    """Show one entry with all that it holds."""
    found = logbook.entry(actor(request), n)
    result = json.dumps(found.result, ensure_ascii=False, indent=2)
    return render(request, "web/auditor/entry.html", {"found": found, "result": result})
