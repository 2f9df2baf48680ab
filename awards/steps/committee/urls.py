"""Addresses of the committee's step."""

from django.urls import URLPattern, URLResolver, path

from awards.steps.committee import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("committee/", views.committee_step, name="committee_step"),
    path("committee/<int:pk>/vote", views.vote, name="vote"),
]
