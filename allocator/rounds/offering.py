"""From an accepted proposal to a signed lease, and what makes it fall through."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.domain.choices import Support
from allocator.domain.household import Household
from allocator.rounds.case import policy
from allocator.rounds.deciding import Decided
from allocator.rounds.reasons import HOUSEHOLD, need_code, need_reason
from allocator.rounds.rows import any_round, candidate, home_named, household_named
from allocator.rounds.states import OPEN, Event, State
from allocator.rounds.steps import take
from allocator.rounds.use import Actor, Refused, Use, using
from allocator.store import facts, models
from allocator.store.models import Candidate


def offer(actor: Actor, household: str) -> Decided:
    """Offer a household the home that its corporatie accepted it for."""
    return _step(actor, household, "offer", Event.OFFER)


def agree(actor: Actor, household: str) -> Decided:
    """Note that a household says yes to the home it was offered."""
    return _step(actor, household, "household_agrees", Event.AGREE)


def decline(
    actor: Actor, household: str, *, code: str, reasonable: bool | None = None, reason: str = ""
) -> Decided:
    """Note that a household says no to the home it was offered.

    Parameters
    ----------
    code
        One of :data:`allocator.rounds.reasons.HOUSEHOLD`.
    reasonable
        Whether the refusal is a reasonable one, when that was judged.
    """
    need_code(code, HOUSEHOLD)
    return _step(
        actor, household, "household_declines", Event.DECLINE, code=code, reasonable=reasonable,
        reason=reason,
    )  # fmt: skip


def sign(actor: Actor, household: str) -> Decided:
    """Note that a lease was signed today: the household is placed, and the figures follow."""
    with using(actor, "sign") as use:
        row = candidate(household, None)
        _about(use, row)
        take(row, Event.SIGN, n=use.n, actor=actor)
        people = _people(household)
        home = home_named(row.home)
        more = people.nareis_persons if policy().count_nareis else 0
        models.Placement.objects.create(
            candidate=row,
            n=use.n,
            signed_on=actor.today,
            home=row.home,
            wijk=home.wijk,
            complex=home.complex,
            corporatie=home.corporatie,
            persons=len(people.persons),
            counted=len(people.persons) + more,
            supported=people.support != Support.NONE,
        )
        use.result = {"home": row.home, "persons": len(people.persons)}
        return Decided.of(row)


def withdraw_household(actor: Actor, household: str, reason: str) -> list[Decided]:
    """Take a household out: it takes part no more until it is brought back."""
    with using(actor, "withdraw_household") as use:
        need_reason(reason)
        subject = household_named(household)
        use.about([subject.pk])
        rows = Candidate.objects.filter(subject=subject, state__in=OPEN)
        done = _withdraw(use, rows.select_related("subject"), reason)
        models.Retired.objects.create(n=use.n, subject=subject, reason=reason)
        return done


def withdraw_home(actor: Actor, home: str, reason: str) -> list[Decided]:
    """Take a home out: it is to be had no more until it is brought back."""
    with using(actor, "withdraw_home") as use:
        need_reason(reason)
        home_named(home)
        rows = Candidate.objects.filter(home=home, state__in=OPEN)
        done = _withdraw(use, rows.select_related("subject"), reason)
        models.Retired.objects.create(n=use.n, home=home, reason=reason)
        use.result = {"home": home, "fell_through": len(done)}
        return done


def bring_back(actor: Actor, *, household: str | None = None, home: str | None = None) -> None:
    """Let a household or a home that was withdrawn take part again."""
    with using(actor, "bring_back") as use:
        rows = models.Retired.objects.filter(back_n=None)
        if household is not None:
            subject = household_named(household)
            use.about([subject.pk])
            rows = rows.filter(subject=subject)
        else:
            rows = rows.filter(home=home)
            use.result = {"home": home}
        if not rows.update(back_n=use.n):
            raise Refused("rounds.not_withdrawn", what=household or home)


def undo_signing(actor: Actor, household: str, reason: str) -> Decided:
    """Note that a signed lease does not go through after all; only while its round is open."""
    with using(actor, "undo_signing") as use:
        need_reason(reason)
        row = candidate(household, None, states=(State.PLACED,))
        _about(use, row)
        if row.state != State.PLACED:
            raise Refused("rounds.not_placed", household=household, state=State(row.state))
        if any_round(row.round_id).closed_n is not None:
            raise Refused("rounds.closed", round=row.round_id)
        take(row, Event.WITHDRAW, n=use.n, actor=actor, reason=reason)
        lease = models.Placement.objects.get(candidate=row)
        lease.undone_n = use.n
        lease.save()
        _in_the_files_again(household, lease)
        use.result = {"home": row.home}
        return Decided.of(row)


def _in_the_files_again(household: str, lease: models.Placement) -> None:
    """Bring back what left the files because of a lease: an export has no placed household."""
    rows = (
        models.Household.objects.filter(key=household),
        models.Person.objects.filter(household=household),
        models.Home.objects.filter(key=lease.home),
    )
    for some in rows:
        some.filter(gone_n__gt=lease.n).update(gone_n=None)


def _step(
    actor: Actor,
    household: str,
    action: str,
    event: Event,
    *,
    code: str = "",
    reasonable: bool | None = None,
    reason: str = "",
) -> Decided:
    with using(actor, action) as use:
        row = candidate(household, None)
        _about(use, row)
        take(
            row, event, n=use.n, actor=actor, code=code, reasonable=reasonable,
            reason=reason or None,
        )  # fmt: skip
        use.result = {"home": row.home, "state": row.state}
        return Decided.of(row)


def _withdraw(use: Use, rows: Iterable[Candidate], reason: str) -> list[Decided]:
    done = []
    for row in rows:
        take(row, Event.WITHDRAW, n=use.n, actor=use.actor, reason=reason)
        use.about([row.subject_id])
        done.append(Decided.of(row))
    return done


def _people(household: str) -> Household:
    """Return a household as the facts have it, with its persons."""
    row = facts.HOUSEHOLDS.model._default_manager.get(key=household)
    persons = facts.PERSONS.model._default_manager.filter(household=household, gone_n=None)  # type: ignore[misc]
    people = tuple(facts.from_row(facts.PERSONS, person) for person in persons)
    found = facts.from_row(facts.HOUSEHOLDS, row, persons=people)
    assert isinstance(found, Household)  # noqa: S101 - for the type checker
    return found


def _about(use: Use, row: Candidate) -> None:
    use.round = row.round_id
    use.about([row.subject_id])
