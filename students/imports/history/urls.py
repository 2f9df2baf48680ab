"""Addresses of the imports of a school."""

from django.urls import URLPattern, URLResolver, path

from students.imports.history import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("import/done/", views.imports, name="imports"),
    path("import/done/<key:pk>/", views.file_import, name="file_import"),
    path("import/done/<key:pk>/take-back", views.take_back_import, name="take_back_import"),
]
