"""Addresses of settlement."""

from django.urls import URLPattern, URLResolver, path

from awards.settlement import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settlement/", views.overview, name="settlement"),
    path("settlement/<key:term_pk>/", views.settlement_of_term, name="settlement_of_term"),
    path("settlement/<key:term_pk>/settle/", views.settle, name="settle"),
    path("settlement/<key:term_pk>/reopen/", views.reopen_term, name="reopen_term"),
    path("settlement/<key:term_pk>/classes/<key:class_pk>/", views.levels_on, name="levels_on"),
]
