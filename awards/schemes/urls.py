"""Addresses of the scheme's text."""

from django.urls import URLPattern, URLResolver, path

from awards.schemes import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("scheme/", views.scheme, name="scheme"),
    path("scheme/<int:term_pk>/", views.scheme, name="scheme_of_term"),
]
