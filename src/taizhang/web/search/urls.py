"""The address of the search."""

from __future__ import annotations

from django.urls import path

from taizhang.web.search import views

__all__ = ["urlpatterns"]

urlpatterns = [path("search/", views.search, name="search")]
