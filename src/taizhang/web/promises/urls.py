"""Addresses of 承诺."""

from __future__ import annotations

from django.urls import path

from taizhang.web.promises import views

__all__ = ["urlpatterns"]

urlpatterns = [path("promises/", views.promises, name="promises")]
