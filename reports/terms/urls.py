"""Addresses of a term's figures and files."""

from django.urls import URLPattern, URLResolver, path

from reports.terms import views

urlpatterns: list[URLPattern | URLResolver] = [path("figures/", views.figures, name="figures")]
