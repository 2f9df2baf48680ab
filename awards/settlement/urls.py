"""Addresses of settlement."""

from django.urls import URLPattern, URLResolver, path

from awards.settlement import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settlement/", views.overview, name="settlement"),
    path("settlement/<int:term_pk>/", views.settlement_of_term, name="settlement_of_term"),
    path("settlement/<int:term_pk>/settle/", views.settle, name="settle"),
    path("settlement/<int:term_pk>/reopen/", views.reopen_term, name="reopen_term"),
    path("settlement/<int:term_pk>/classes/<int:class_pk>/", views.levels_on, name="levels_on"),
]
