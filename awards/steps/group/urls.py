"""Addresses of the group's step."""

from django.urls import URLPattern, URLResolver, path

from awards.steps.group import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("my-group/", views.group_step, name="group_step"),
    path("my-group/lines/<int:pk>/discuss", views.discuss, name="discuss"),
    path("my-group/lines/<int:pk>/undo", views.undo_discussion, name="undo_discussion"),
]
