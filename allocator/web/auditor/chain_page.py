"""Whether the log holds, and a copy of it to keep elsewhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from allocator.messages.keeping import chain_lines, chain_sound
from allocator.rounds import auditing
from allocator.web.acting import actor, see_other, words

HASH = 64  # characters


@require_POST
def verify(request: HttpRequest) -> HttpResponseBase:
    """Recompute the log, and say whether it is whole and holds a hash that was kept elsewhere."""
    kept = request.POST.get("hash", "").strip().casefold()[:HASH] or None
    chain = auditing.verify(actor(request), kept)
    say = messages.success if chain_sound(chain, kept) else messages.error
    for line in chain_lines(chain, kept, words(request)):
        say(request, line)
    return see_other("log")


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """Return the log as a file, an entry per line."""
    who = actor(request)
    name = f"logboek-{who.today.isoformat()}.jsonl"
    with tempfile.TemporaryDirectory(prefix="plaatswijs-") as folder:
        file = Path(folder) / name
        auditing.export(who, file)
        # Once open it can be read to its end, though its folder is taken away here.
        body = file.open("rb")
    return FileResponse(
        body, as_attachment=True, filename=name, content_type="application/x-ndjson"
    )
