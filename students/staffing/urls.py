"""Addresses of who teaches which class."""

from django.urls import URLPattern, URLResolver, path

from students.staffing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("classes/<key:pk>/homeroom", views.assign_homeroom, name="assign_homeroom"),
    path("classes/<key:pk>/subject-teacher", views.assign_subject, name="assign_subject"),
    path("tasks/<key:pk>/end", views.end_task, name="end_task"),
]
