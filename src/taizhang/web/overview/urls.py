"""The address of the first page."""

from __future__ import annotations

from django.urls import path

from taizhang.web.overview import views

__all__ = ["urlpatterns"]

urlpatterns = [path("", views.overview, name="overview"), path("moved/", views.moved, name="moved")]
