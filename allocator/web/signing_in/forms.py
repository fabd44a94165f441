"""The forms of logging in."""

from __future__ import annotations

from typing import Any

from django import forms

from allocator.web.forms import SaidForm
from allocator.web.models import Account
from allocator.web.signing_in.passwords import why_not

LONGEST = 1000  # signs of a password; more would only keep us busy


class LogInForm(SaidForm):
    """A name and a password."""

    username = forms.CharField(
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def said(self) -> None:
        """Label the fields."""
        self.name("username", "pages.sign.username")
        self.name("password", "pages.sign.password")
        for name in ("username", "password"):
            self.fields[name].error_messages["required"] = self.words(f"pages.sign.{name}.none")

    def clean_username(self) -> str:
        """Return the name as it is kept: capitals do not matter."""
        return str(self.cleaned_data["username"]).casefold()


class CodeForm(SaidForm):
    """A code of the second factor."""

    code = forms.CharField(
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def said(self) -> None:
        """Label the field."""
        self.name("code", "pages.sign.code")
        self.fields["code"].error_messages["required"] = self.words("pages.sign.code.none")

    def refuse(self, wait: int) -> None:
        """Say that the code was wrong, or that it is too early for another."""
        wrong = self.words("pages.sign.code.wrong")
        said = self.words.count("pages.sign.code.wait", wait) if wait else wrong
        self.add_error("code", said)


class PasswordForm(SaidForm):
    """The old password, and twice a new one."""

    old = forms.CharField(
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        self._account = account
        super().__init__(*args, **kwargs)

    def said(self) -> None:
        """Label the fields."""
        self.name("old", "pages.sign.password.old")
        self.name("new", "pages.sign.password.new", "pages.sign.password.hint")
        self.name("again", "pages.sign.password.again")
        for found in self.fields.values():
            found.error_messages["required"] = self.words("pages.sign.password.none")

    def clean_new(self) -> str:
        """Return the new password, when it is one that is not easily guessed."""
        new = str(self.cleaned_data["new"])
        wrong = why_not(new, self._account)
        if wrong:
            raise forms.ValidationError([self.words(one) for one in wrong])
        return new

    def clean(self) -> dict[str, Any]:
        """Look whether the same was typed twice."""
        found = super().clean() or self.cleaned_data
        if "new" in found and "again" in found and found["new"] != found["again"]:
            self.add_error("again", self.words("pages.sign.password.differs"))
        return found
