"""What every answer has: the headers of a closed page, and a page that says so when the ledger cannot be reached."""

from __future__ import annotations

from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponse

from taizhang.errors import LedgerError
from taizhang.web import errors

__all__ = ["lost_ledger", "security_headers"]

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join([
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:", "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
])  # fmt: skip
"""Nothing from elsewhere, no script in a page; only charts and tables set the style of what they draw."""


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


class lost_ledger:
    """Answer with a page that says what is wrong when the ledger cannot be reached; nothing that was kept is lost."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, LedgerError):
            return errors.not_done(request, error)
        return errors.lost_ledger(request, error) if isinstance(error, Error) else None
