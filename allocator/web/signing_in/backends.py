"""Accounts that log in here, with a password."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from allocator.web.models import Account


class LocalBackend(ModelBackend):
    """Finds an account by its name and password.

    Django asks this for every request too, so an account that is closed is out at once.
    """

    def user_can_authenticate(self, user: AbstractBaseUser | AnonymousUser | None) -> bool:
        """Whether an account may log in here: open, and not one of another way of logging in.

        Everybody knows the passwords of a demonstration, so they work there only.
        """
        return (
            isinstance(user, Account)
            and user.is_active
            and user.local
            and settings.OURS.local_login
            and (settings.OURS.demo or not user.demo)
        )
