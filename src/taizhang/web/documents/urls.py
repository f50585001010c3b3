"""Addresses of 报告库."""

from __future__ import annotations

from django.urls import path

from taizhang.web.documents import views

__all__ = ["urlpatterns"]

urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/upload/", views.upload, name="upload"),
    path("documents/<int:old>/to/<int:new>/", views.versions, name="versions"),
    path("documents/uploads/<str:batch>/", views.uploads, name="uploads"),
]
