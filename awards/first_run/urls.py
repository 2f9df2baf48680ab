"""Addresses of the first run."""

from django.urls import URLPattern, URLResolver, path

from awards.first_run import views

urlpatterns: list[URLPattern | URLResolver] = [path("setup/", views.set_up, name="set_up")]
