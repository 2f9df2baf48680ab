"""Addresses of papers' wording."""

from django.urls import URLPattern, URLResolver, path

from reports.wording.editor import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("papers/wording/", views.papers_wording, name="wordings"),
    path("papers/wording/<slug:kind>/", views.wording, name="wording"),
    path("papers/wording/<slug:kind>/preview/", views.wording_preview, name="wording_preview"),
    path("papers/wording/<slug:kind>/restore/", views.restore_wording, name="restore_wording"),
]
