"""Addresses of the search."""

from django.urls import URLPattern, URLResolver, path

from reports.search import views

urlpatterns: list[URLPattern | URLResolver] = [path("search/", views.search, name="search")]
