"""The addresses of the pages: each page has its own module, included here."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("", include(f"taizhang.web.{page}.urls"))
    for page in ("overview", "documents", "findings", "reader", "figures", "indicators", "promises", "search")
    if find_spec(f"taizhang.web.{page}")
]
handler400 = "taizhang.web.errors.refused_request"
handler404 = "taizhang.web.errors.not_found"
handler500 = "taizhang.web.errors.failed"
