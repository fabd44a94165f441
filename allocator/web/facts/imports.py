"""The pages of importing: upload, look at the difference, apply it, and what was imported."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from allocator.errors import AllocatorError, BadInput, Fault
from allocator.reading import template as template_workbook
from allocator.reading.faults import Faults
from allocator.reading.untrusted import MOST_BYTES, MOST_FILES, Arrived
from allocator.reading.untrusted.limits import MEGABYTE
from allocator.rounds import importing, previewing, uploads
from allocator.store.facts import FACT_TABLES
from allocator.web.acting import account, actor, file_answer, refused, see_other, words
from allocator.web.facts.differences import difference_of, fault_lines, setting_lines
from allocator.web.facts.quota import TOO_LARGE, TOO_MANY, stopped
from allocator.web.facts.seen import day_of
from allocator.web.facts.values import table_name
from allocator.web.tasks import sweep_later

KEY = "upload"  # of the word in the session that leads to what was uploaded
FIELD = "files"
KINDS = ("new", "changed", "back", "gone")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(request: HttpRequest) -> HttpResponse:
    """Take files, or show what was taken: all that is wrong with it, or what it would change."""
    if request.method == "POST":
        return _take(request)
    kept = uploads.kept(account(request).username, request.session.get(KEY, ""))
    if kept is None:
        return _form(request, ())
    try:
        found = previewing.preview(actor(request), kept.path, kept.name)
    except BadInput as error:
        return _form(request, error.faults, kept.name)
    t = words(request)
    context = {
        "name": kept.name,
        "found": found,
        "tables": difference_of(t, found),
        "warnings": fault_lines(t, found.difference.warnings),
        "settings": setting_lines(t, found),
        "same": not (found.difference.rows or found.difference.settings),
    }
    return render(request, "web/facts/preview.html", context)


@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Import what was looked at."""
    kept = uploads.kept(account(request).username, request.session.get(KEY, ""))
    if kept is None:
        messages.error(request, words(request)("pages.import.not_kept"))
        return see_other("import")
    seen = request.POST.get("seen", "")
    try:
        done = importing.apply(actor(request), kept.path, seen=seen, name=kept.name)
    except AllocatorError as error:
        return refused(request, error, "import")
    _drop(request)
    messages.success(request, words(request)("pages.import.done", name=kept.name))
    return see_other("import_made", done.n)


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Take away what was uploaded."""
    _drop(request)
    messages.success(request, words(request)("pages.import.dropped"))
    return see_other("import")


def template(request: HttpRequest) -> HttpResponse:
    """Return an empty workbook to fill in."""
    t = words(request)
    return file_answer(template_workbook(t.language), t("pages.import.template_file"), XLSX)


def made(request: HttpRequest, entry: int) -> HttpResponse:
    """Show what an import changed."""
    found = previewing.import_made(actor(request), entry)
    counts = [
        (
            table_name(words(request), table.name),
            [found.counts[table.name].get(kind, 0) for kind in KINDS],
        )
        for table in FACT_TABLES
        if table.name in found.counts
    ]
    when = day_of(words(request), found.made.at)
    context = {"found": found, "counts": counts, "kinds": KINDS, "when": when}
    return render(request, "web/facts/import_made.html", context)


def _take(request: HttpRequest) -> HttpResponse:
    """Keep what somebody sent, and go and look at it."""
    who = actor(request)
    files: list[Any] = request.FILES.getlist(FIELD)
    arrived = [Arrived(file.name or "", file.file, file.size or 0) for file in files]
    try:
        if why := stopped(request):
            raise _too_much(why)
        token = uploads.keep(who.who, who.today, arrived)
    except BadInput as error:
        return _form(request, error.faults)
    _drop(request)
    request.session[KEY] = token
    sweep_later()
    return see_other("import")


MOST = {TOO_LARGE: MOST_BYTES // MEGABYTE, TOO_MANY: MOST_FILES}


def _too_much(why: str) -> BadInput:
    faults = Faults()
    faults.add("–", None, "", why, most=MOST[why])
    return BadInput(faults.sorted())


def _drop(request: HttpRequest) -> None:
    uploads.drop(account(request).username, request.session.pop(KEY, ""))


def _form(request: HttpRequest, faults: tuple[Fault, ...], name: str = "") -> HttpResponse:
    """Show the form, with all that is wrong with what was sent."""
    t = words(request)
    by_warning: dict[bool, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_warning[fault.warning].append(fault)
    context = {
        "name": name,
        "faults": fault_lines(t, by_warning[False]),
        "warnings": fault_lines(t, by_warning[True]),
        "imports": [(one, day_of(t, one.made.at)) for one in previewing.imports(actor(request))],
        "most_bytes": MOST_BYTES // MEGABYTE,
        "most_files": MOST_FILES,
    }
    return render(request, "web/facts/import.html", context)
