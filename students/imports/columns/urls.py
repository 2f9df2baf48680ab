"""Addresses of the remembered columns."""

from django.urls import URLPattern, URLResolver, path

from students.imports.columns import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("import/columns/", views.columns, name="columns"),
    path("import/columns/say", views.say_columns, name="say_columns"),
    path("import/columns/<key:pk>/forget", views.forget_column, name="forget_column"),
]
