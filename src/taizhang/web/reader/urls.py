"""Addresses of the reader."""

from __future__ import annotations

from django.urls import path

from taizhang.web.reader import deeds, views

__all__ = ["urlpatterns"]

urlpatterns = [
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/block/", views.block, name="block"),
    path("documents/<int:pk>/open/", views.open_findings, name="open-findings"),
    path("documents/<int:pk>/add/", deeds.add, name="add-fact"),
    path("facts/<int:pk>/", views.card, name="fact"),
    path("facts/<int:pk>/correct/", deeds.correct, name="correct-fact"),
    path("facts/<int:pk>/reject/", deeds.reject, name="reject-fact"),
    path("corrections/<int:pk>/undo/", deeds.take_back, name="undo-correction"),
]
