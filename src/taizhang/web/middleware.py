"""What every answer has: the headers of a closed page, and a page that says so when the ledger cannot be reached.

What no request of these pages holds is refused for all views: gigabytes, and the character NUL, which PostgreSQL keeps
in no text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import Error
from django.http import HttpRequest, HttpResponse

from taizhang.errors import TaizhangError
from taizhang.web import errors

__all__ = ["limits", "lost_ledger", "security_headers"]

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join([
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:", "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
])  # fmt: skip
"""Nothing from elsewhere, no script in a page; only charts and tables set the style of what they draw."""
MOST_SENT = 2 * 1024**3
"""Bytes of one request; more is refused before any of it is read, so that no upload fills the disk."""


def security_headers(get_response: Handler) -> Handler:
    """Send the policy and its companions with every answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Content-Security-Policy"] = POLICY
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        response["Referrer-Policy"] = "same-origin"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    return answer


class limits:
    """Refuse a request that is too large, or that has the character NUL in its address or its form."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
            what = f"一次最多上传 {MOST_SENT // 1024**3} GB；请分几次传。"
            return errors.refused(request, 413, "没有上传", what)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        fields = [*request.GET.lists(), *request.POST.lists()]
        if "\0" in request.path or any("\0" in text for name, values in fields for text in (name, *values)):
            raise BadRequest("NUL")


class lost_ledger:
    """Answer with a page that says what is wrong when the ledger cannot be reached; nothing that was kept is lost."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, TaizhangError):
            return errors.not_done(request, error)
        return errors.lost_ledger(request, error) if isinstance(error, Error) else None
