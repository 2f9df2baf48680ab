"""Addresses of a term's figures and files."""

from django.urls import URLPattern, URLResolver, path

from reports.terms import views as views_figures

urlpatterns: list[URLPattern | URLResolver] = [path("figures/", views_figures.figures, name="figures")]
