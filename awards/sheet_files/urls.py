"""Addresses of month sheets as files."""

from django.urls import URLPattern, URLResolver, path

from awards.sheet_files import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sheets/files/", views.sheets_upload, name="sheets_upload"),
    path("sheets/files/<int:pk>/", views.sheets_preview, name="sheets_preview"),
    path("sheets/files/<int:pk>/confirm", views.sheets_confirm, name="sheets_confirm"),
    path("sheets/files/<int:pk>/drop", views.sheets_drop, name="sheets_drop"),
    path("sheets/files/form/<int:round_pk>", views.sheets_form, name="sheets_form"),
]
