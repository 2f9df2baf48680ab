"""A pupil's own pages of the month."""

from django.urls import URLPattern, URLResolver, path

from awards.views import pupil

urlpatterns: list[URLPattern | URLResolver] = [
    path("my-month/", pupil.my_month, name="my_month"),
    path("my-month/<int:pk>/declare", pupil.declare, name="declare"),
    path("my-month/<int:pk>/goals", pupil.set_goals, name="set_goals"),
]
