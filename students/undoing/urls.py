"""The address that undoes."""

from django.urls import URLPattern, URLResolver, path

from students.undoing import views

urlpatterns: list[URLPattern | URLResolver] = [path("undo/", views.undo, name="undo")]
