"""Addresses of month sheets as files."""

from django.urls import URLPattern, URLResolver, path

from awards.sheet_files import views
from awards.sheet_files.importer import SHEETS_DESK
from students.imports.pipeline.desk import addresses

urlpatterns: list[URLPattern | URLResolver] = [
    *addresses(SHEETS_DESK, "sheets/files/"),
    path("sheets/files/form/<key:round_pk>", views.sheets_form, name="sheets_form"),
]
