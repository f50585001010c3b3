"""Addresses of 指标."""

from __future__ import annotations

from django.urls import path

from taizhang.web.indicators import views

__all__ = ["urlpatterns"]

urlpatterns = [
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/near/", views.near, name="near"),
    path("indicators/merge/", views.merge, name="merge"),
    path("indicators/split/", views.split, name="split"),
    path("indicators/rename/", views.rename, name="rename"),
    path("indicators/undo/<int:pk>/", views.undo, name="undo"),
]
