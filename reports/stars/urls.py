"""Addresses of a pupil's and a class's stars."""

from django.urls import URLPattern, URLResolver, path

from reports.stars import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("pupils/<key:pk>/", views.pupil, name="pupil"),
    path("my-stars/", views.my_stars, name="my_stars"),
    path("entries/<key:pk>/reverse/", views.reverse_entry, name="reverse_entry"),
    path("classes/<key:pk>/totals/", views.class_totals, name="class_totals"),
]
