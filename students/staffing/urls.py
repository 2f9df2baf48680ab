"""Addresses of who teaches which class."""

from django.urls import URLPattern, URLResolver, path

from students.staffing import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("classes/<int:pk>/homeroom", views.assign_homeroom, name="assign_homeroom"),
    path("classes/<int:pk>/subject-teacher", views.assign_subject, name="assign_subject"),
    path("tasks/<int:pk>/end", views.end_task, name="end_task"),
]
