"""Addresses of 数据."""

from __future__ import annotations

from django.urls import path

from taizhang.web.figures import export_views, views

__all__ = ["urlpatterns"]

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/totals/", views.summed, name="totals"),
    path("figures/choices/", views.choices, name="choices"),
    path("figures/names/", views.names, name="names"),
    path("figures/export/<str:form>/", export_views.exported, name="export"),
    path("figures/exports/<int:pk>/", export_views.export_state, name="export-state"),
    path("figures/exports/<int:pk>/file/", export_views.export_file, name="export-file"),
]
