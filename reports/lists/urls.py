"""Addresses of lists as files."""

from django.urls import URLPattern, URLResolver, path

from reports.lists import views

urlpatterns: list[URLPattern | URLResolver] = [path("lists/<slug:list_key>/", views.list_file, name="list_file")]
