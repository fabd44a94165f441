"""What a worker does: solve what was asked."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from allocator.rounds import asking


@task()
def solve(pk: str) -> None:
    """Solve what was asked."""
    asking.answer(UUID(pk))


def hand_on(pk: UUID) -> None:
    """Give a question to the worker."""
    solve.enqueue(str(pk))
