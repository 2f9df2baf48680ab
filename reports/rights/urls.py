"""Addresses of what a family may ask for."""

from django.urls import URLPattern, URLResolver, path

from reports.rights import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("pupils/<key:pk>/data/", views.rights, name="rights"),
    path("pupils/<key:pk>/data/correct", views.correct_pupil, name="correct_pupil"),
    path("pupils/<key:pk>/data/copy", views.pupil_copy, name="pupil_copy"),
    path("pupils/<key:pk>/data/erase", views.erase_pupil, name="erase_pupil"),
]
