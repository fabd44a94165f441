"""Households as plans, decisions and the log know them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from allocator.store.keychain import keychain
from allocator.store.models import Subject


def subjects_of(refs: Iterable[str]) -> dict[str, Subject]:
    """Return the subject of each household, made where there is none; keys are at hand."""
    wanted = set(refs)
    known = {s.ref or "": s for s in Subject.objects.exclude(ref=None)}
    found = {ref: known[ref] for ref in wanted if ref in known}
    made = [_new(ref) for ref in sorted(wanted - known.keys())]
    Subject.objects.bulk_create(made)
    found.update({s.ref or "": s for s in made})
    keychain.unlock(list(found.values()))
    return found


def subject_of(ref: str) -> Subject | None:
    """Return the subject of a household that is known."""
    return Subject.objects.filter(ref=ref).first()


def names() -> dict[str, str]:
    """Return the household's id of each subject that was not erased; keys are at hand."""
    known = list(Subject.objects.exclude(ref=None))
    keychain.unlock(known)
    return {subject.pk: subject.ref or "" for subject in known}


def _new(ref: str) -> Subject:
    """Return a subject with a pseudonym that only a key of its own leads to."""
    pseudonym = hmac.new(secrets.token_bytes(32), ref.encode(), hashlib.sha256).hexdigest()[:32]
    return Subject(pk=pseudonym, ref=ref, wrapped_key=keychain.new_wrapped_key(pseudonym))
