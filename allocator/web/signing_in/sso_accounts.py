"""The accounts of single sign-on: found, made and kept right by what the provider says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from allocator.rounds.use import SYSTEM, Actor
from allocator.web import accounts
from allocator.web.environment.sso import Meaning, SingleSignOn
from allocator.web.models import Account

LONGEST = 150


class NotIn(Exception):
    """Somebody whom the provider knows, and who may not come in here; ``account`` when known."""

    def __init__(self, why: str, account: Account | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.account = account


def account_of(claims: Mapping[str, Any], sso: SingleSignOn) -> Account:
    """Return the account of whom the provider describes, made when there is none.

    An account is found by provider and name, letter for letter; one that logs in here with a
    password, or one of another provider, is never taken for it.

    Raises
    ------
    NotIn
        When somebody has no role here, or their name is of another account.
    """
    subject = name_in(claims, sso)
    known = Account.objects.filter(issuer=sso.issuer, subject=subject).first()
    meaning = meaning_of(claims, sso)
    if meaning is None:
        if known is not None:
            accounts.end_sessions(known)  # what they could see yesterday is not theirs any more
        raise NotIn("no_role", known)
    if known is not None and not known.is_active:
        raise NotIn("closed", known)
    if known is None and Account.objects.filter(username=subject.casefold()).exists():
        raise NotIn("name_taken")
    if meaning.corporatie and not accounts.known_corporatie(meaning.corporatie):
        raise NotIn("unknown_corporatie", known)
    fresh = Account(username=subject.casefold(), issuer=sso.issuer, subject=subject)
    return _kept(known or fresh, claims, meaning)


def name_in(claims: Mapping[str, Any], sso: SingleSignOn) -> str:
    """Return what the provider calls somebody for good."""
    name = value_in(claims, sso.name_claim)
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST:
        raise NotIn("no_name")
    if not name.isprintable() or name != name.strip():
        raise NotIn("no_name")
    return name


def meaning_of(claims: Mapping[str, Any], sso: SingleSignOn) -> Meaning | None:
    """Return what somebody's groups mean here, the first that fits; ``None`` when none does."""
    said = value_in(claims, sso.roles_claim)
    groups = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    return next((meaning for meaning in sso.roles if meaning.group in groups), None)


def value_in(claims: Mapping[str, Any], path: str) -> object:
    """Return a claim; ``realm_access.roles`` is the claim roles in the claim realm_access."""
    if path in claims:
        return claims[path]
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _kept(account: Account, claims: Mapping[str, Any], meaning: Meaning) -> Account:
    """Write what the provider says now in the account, when it is something else."""
    said = {
        "name": str(claims.get("name") or "")[:LONGEST],
        "email": _email(claims),
        "role": meaning.role,
        "corporatie": meaning.corporatie,
    }
    changed = sorted(name for name, value in said.items() if getattr(account, name) != value)
    fresh = account.pk is None
    if fresh or changed:
        for name, value in said.items():
            setattr(account, name, value)
        if fresh:
            account.set_unusable_password()
        action = "account_add" if fresh else "account_change"
        accounts.save(Actor(SYSTEM, "system"), account, action, fields=changed)
    return account


def _email(claims: Mapping[str, Any]) -> str:
    """Return the address of somebody, empty when it is not one."""
    said = str(claims.get("email") or "")
    try:
        validate_email(said)
    except ValidationError:
        return ""
    return said
