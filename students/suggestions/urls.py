"""Addresses of suggestions."""

from django.urls import URLPattern, URLResolver, path

from students.suggestions import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("suggested/pupils", views.suggest_pupils, name="suggest_pupils"),
    path("suggested/staff", views.suggest_staff, name="suggest_staff"),
]
