"""Addresses of the school's settings."""

from django.urls import URLPattern, URLResolver, path

from students.school import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", views.settings, name="settings"),
    path("settings/names", views.change_names, name="change_names"),
    path("settings/stage", views.change_stage, name="change_stage"),
    path("settings/code", views.change_code, name="change_code"),
    path("settings/public", views.change_public, name="change_public"),
    path("settings/retention", views.change_retention, name="change_retention"),
    path("settings/office", views.change_office, name="change_office"),
    path("settings/days", views.note_day, name="note_day"),
    path("settings/days/known", views.known_days, name="known_days"),
    path("settings/days/<key:pk>/remove", views.forget_day, name="forget_day"),
]
