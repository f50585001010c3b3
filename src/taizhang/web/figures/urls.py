"""Addresses of 数据."""

from __future__ import annotations

from django.urls import path

from taizhang.web.figures import views

__all__ = ["urlpatterns"]

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/totals/", views.summed, name="totals"),
    path("figures/names/", views.names, name="names"),
    path("figures/export/<str:form>/", views.exported, name="export"),
]
