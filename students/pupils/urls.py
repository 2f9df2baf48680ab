"""Addresses of pupils and guardians."""

from django.urls import URLPattern, URLResolver, path

from students.pupils import views_guardians

urlpatterns: list[URLPattern | URLResolver] = [
    path("guardians/<key:pk>/phone", views_guardians.guardian_phone, name="guardian_phone")
]
