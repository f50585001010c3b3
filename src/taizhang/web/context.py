"""What every page shows around its own matter: the navigation, the ledger's place, the version."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from taizhang.ledger.program import VERSION

__all__ = ["PAGES", "page"]


class _Link(NamedTuple):
    name: str
    title: str
    url: str
    here: bool


PAGES = [
    ("overview", "总览"), ("documents", "报告库"), ("findings", "问题"), ("figures", "数据"), ("indicators", "指标"),
    ("promises", "承诺"),
]  # fmt: skip
"""The names of the pages of the navigation (each is a URL name and a namespace) with their titles, in order."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the context of `web/base.html`."""
    return {"navigation": _navigation(request.path), "ledger": settings.LEDGER.shown, "version": VERSION}


def _navigation(path: str) -> list[_Link]:
    links = []
    for name, title in PAGES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        links.append(_Link(name, title, url, path == url or (url != "/" and path.startswith(url))))
    return links
