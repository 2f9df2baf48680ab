"""Addresses of classes."""

from django.urls import URLPattern, URLResolver, path

from students.classes import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("classes/", views.roster, name="roster"),
    path("classes/<key:pk>/", views.class_page, name="class"),
]
