"""Addresses of the record of what was shown."""

from django.urls import URLPattern, URLResolver, path

from students.readings import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("readings/pupil/", views.pupil_readings, name="pupil_readings"),
    path("readings/account/", views.account_readings, name="account_readings"),
]
