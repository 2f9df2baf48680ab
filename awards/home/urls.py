"""Addresses of what is left to do."""

from django.urls import URLPattern, URLResolver, path

from awards.home import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("first-steps/", views.guide, name="guide"),
    path("to-do/month/", views.month_end, name="month_end"),
    path("to-do/term/", views.term_end, name="term_end"),
    path("classes-taught/", views.class_sheets, name="class_sheets"),
]
