"""Addresses of a term's figures and files."""

from django.urls import URLPattern, URLResolver, path

from reports.terms import views
from reports.terms.review import views as review

urlpatterns: list[URLPattern | URLResolver] = [
    path("figures/", views.figures, name="figures"),
    path("figures/page/", review.term_review, name="term_review"),
]
