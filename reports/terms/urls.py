"""Addresses of this subject."""

from django.urls import URLPattern, URLResolver, path

from reports.terms import views_figures

urlpatterns: list[URLPattern | URLResolver] = [
    path("figures/", views_figures.figures, name="figures"),
]
