"""Month sheets as files."""

from django.urls import URLPattern, URLResolver, path

from awards.views import files

urlpatterns: list[URLPattern | URLResolver] = [
    path("sheets/files/", files.sheets_upload, name="sheets_upload"),
    path("sheets/files/<int:pk>/", files.sheets_preview, name="sheets_preview"),
    path("sheets/files/<int:pk>/confirm", files.sheets_confirm, name="sheets_confirm"),
    path("sheets/files/<int:pk>/drop", files.sheets_drop, name="sheets_drop"),
    path("sheets/files/form/<int:round_pk>", files.sheets_form, name="sheets_form"),
]
