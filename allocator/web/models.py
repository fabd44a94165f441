"""Who may open the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from allocator.rounds.use import Role

ROLES: tuple[Role, ...] = ("team", "corporatie", "planner", "auditor")


class Accounts(BaseUserManager["Account"]):
    """Finds and makes accounts."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account with a name, in capitals or not."""
        return self.get(username=(username or "").casefold())


class Account(AbstractBaseUser):
    """A person who may log in, as one role; ``corporatie`` for whom a corporatie's staff acts.

    ``username`` is lower case.  ``demo`` accounts have a password that everybody knows: with one
    of them the pages do not start in production.  ``issuer`` and ``subject`` are those of single
    sign-on, as the organisation's own login names a person; both are empty for an account that
    logs in here, with a password.
    """

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20)
    corporatie = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    issuer = models.CharField(max_length=255, blank=True)
    subject = models.CharField(max_length=255, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[Any] = []

    objects = Accounts()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=ROLES), name="account_has_a_known_role"
            ),
            models.CheckConstraint(
                condition=models.Q(role="corporatie") ^ models.Q(corporatie=""),
                name="account_of_a_corporatie_names_it",
            ),
            models.CheckConstraint(
                condition=models.Q(issuer="", subject="")
                | (~models.Q(issuer="") & ~models.Q(subject="") & models.Q(demo=False)),
                name="account_of_single_sign_on_is_whole",
            ),
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                condition=~models.Q(issuer=""),
                name="account_of_single_sign_on_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def local(self) -> bool:
        """Whether somebody logs in here, with a password, and not through single sign-on."""
        return not self.issuer
