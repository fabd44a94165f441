"""The scenarios that there are, and what they were compared to; adding and taking away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from allocator.errors import BadInput, StoreFailed, Told
from allocator.messages.errors import error_lines
from allocator.reading import render_fault
from allocator.rounds.scenarios import keeping
from allocator.web.acting import actor, see_other, take, words
from allocator.web.scenarios.forms import AddForm

MOST = 25  # faults that are shown at once


def show(request: HttpRequest) -> HttpResponse:
    """Show the scenarios, the comparisons, and the form to add one."""
    return _shown(request, AddForm(words=words(request)))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a scenario, or show what is wrong with it at its field."""
    t = words(request)
    form = AddForm(request.POST, request.FILES, words=t)
    if not form.is_valid():
        return _shown(request, form, 422)
    try:
        done = keeping.add(actor(request), form.content, form.called)
    except StoreFailed:
        raise
    except BadInput as error:
        wrong = [render_fault(fault, t) for fault in error.faults if not fault.warning]
        more = [t.count("pages.scenarios.more_faults", len(wrong) - MOST)] if wrong[MOST:] else []
        form.add_error(form.field, [*wrong[:MOST], *more])
        return _shown(request, form, 422)
    except Told as error:
        form.add_error(form.field, error_lines(error, t))
        return _shown(request, form, 422)
    messages.success(request, t("rounds.scenario_added", name=done.name))
    for fault in done.warnings[:MOST]:
        messages.warning(request, render_fault(fault, t))
    return see_other("scenarios")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take a scenario away."""
    name, t = request.POST.get("name", ""), words(request)
    return take(
        request,
        lambda: keeping.remove(actor(request), name),
        "scenarios",
        said=lambda done: [t("rounds.scenario_removed", name=name)],
    )


def _shown(request: HttpRequest, form: AddForm, status: int = 200) -> HttpResponse:
    values = {"found": keeping.kept(actor(request)), "form": form}
    return render(request, "web/scenarios/scenarios.html", values, status=status)
