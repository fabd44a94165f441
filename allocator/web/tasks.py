"""What a worker does: solve what was asked, and take away what was kept long enough."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from allocator.rounds import asking, uploads


@task()
def solve(pk: str) -> None:
    """Solve what was asked."""
    asking.answer(UUID(pk))


def hand_on(pk: UUID) -> None:
    """Give a question to the worker."""
    solve.enqueue(str(pk))


@task()
def sweep() -> None:
    """Take away files that nobody imported in time."""
    uploads.sweep()


def sweep_later() -> None:
    """Have files that were just uploaded taken away when they were kept long enough."""
    late = timezone.now() + timedelta(seconds=uploads.KEPT + 1)
    sweep.using(run_after=late).enqueue()
