"""Addresses of the check of a paper."""

from django.urls import URLPattern, URLResolver, path

from reports.checking import views

urlpatterns: list[URLPattern | URLResolver] = [path("check/<slug:code>/", views.check, name="check")]
