"""Addresses of the yearly file on children's data."""

from django.urls import URLPattern, URLResolver, path

from reports.children import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("children-data/", views.report, name="children_report"),
    path("children-data/file", views.report_file, name="children_file"),
]
