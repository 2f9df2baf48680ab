"""Addresses of a class's steps on screen."""

from django.urls import URLPattern, URLResolver, path

from awards.steps import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sheets/<int:pk>/progress/", views.progress, name="progress"),
    path("sheets/<int:pk>/progress/<int:step_pk>/close", views.close_step, name="close_step"),
    path("sheets/<int:pk>/progress/<int:step_pk>/reopen", views.reopen_step, name="reopen_step"),
]
