"""Addresses of a new school's files."""

from django.urls import URLPattern, URLResolver

from awards.first_files.importer import TOGETHER_DESK
from students.imports.pipeline.desk import addresses

urlpatterns: list[URLPattern | URLResolver] = [*addresses(TOGETHER_DESK, "first-steps/files/")]
