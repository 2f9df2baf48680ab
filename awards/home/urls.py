"""Addresses of what is left to do."""

from django.urls import URLPattern, URLResolver, path

from awards.home import views, views as views_guide, views as views_to_do

urlpatterns: list[URLPattern | URLResolver] = [
    path("first-steps/", views_guide.guide, name="guide"),
    path("to-do/month/", views_to_do.month_end, name="month_end"),
    path("to-do/term/", views_to_do.term_end, name="term_end"),
    path("classes-taught/", views.class_sheets, name="class_sheets"),
]
