"""Addresses of the start of a school year."""

from django.urls import URLPattern, URLResolver, path

from students.years import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("years/start/", views.start_year, name="start_year"),
    path("years/start/confirm", views.confirm_year, name="confirm_year"),
]
