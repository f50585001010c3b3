"""Addresses of 问题."""

from __future__ import annotations

from django.urls import path

from taizhang.web.findings import views

__all__ = ["urlpatterns"]

urlpatterns = [
    path("findings/", views.findings, name="findings"),
    path("findings/total/", views.total, name="findings-total"),
    path("findings/<int:pk>/accept/", views.accept, name="accept-finding"),
    path("findings/<int:pk>/reopen/", views.reopen, name="reopen-finding"),
]
