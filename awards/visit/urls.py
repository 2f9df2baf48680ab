"""Addresses of a visitor of the demonstration."""

from django.urls import URLPattern, URLResolver, path

from awards.visit import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("demonstration/as/<slug:place>", views.look_as, name="look_as"),
    path("demonstration/walk", views.walk, name="walk"),
]
