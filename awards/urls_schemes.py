"""Addresses of the versions of the scheme and their drafts."""

from django.urls import URLPattern, URLResolver, path

from awards.views import scheme_drafts, schemes

urlpatterns: list[URLPattern | URLResolver] = [
    path("schemes/", schemes.scheme_list, name="schemes"),
    path("schemes/start", schemes.scheme_start, name="scheme_start"),
    path("schemes/upload/", schemes.scheme_upload, name="scheme_upload"),
    path("schemes/<int:scheme_pk>/", scheme_drafts.scheme_draft, name="scheme_draft"),
    path("schemes/<int:scheme_pk>/text/", schemes.scheme_version, name="scheme_version"),
    path("schemes/<int:scheme_pk>/file", schemes.scheme_file, name="scheme_file"),
    path("schemes/<int:scheme_pk>/changes/", scheme_drafts.scheme_compare, name="scheme_compare"),
    path("schemes/<int:scheme_pk>/publish", scheme_drafts.scheme_publish, name="scheme_publish"),
    path("schemes/<int:scheme_pk>/delete", scheme_drafts.scheme_delete, name="scheme_delete"),
    path("schemes/<int:scheme_pk>/<slug:part>/", scheme_drafts.scheme_part, name="scheme_part"),
]
