"""Addresses of the pupil's step."""

from django.urls import URLPattern, URLResolver, path

from awards.steps.pupil import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("my-month/", views.my_month, name="my_month"),
    path("my-month/<int:pk>/declare", views.declare, name="declare"),
    path("my-month/<int:pk>/goals", views.set_goals, name="set_goals"),
]
