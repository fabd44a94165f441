"""The pages as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "allocator.web"
    label = "web"
