"""Addresses of the scheme's versions and drafts."""

from django.urls import URLPattern, URLResolver, path

from awards.schemes.editor import views as views_drafts, views as views_versions

urlpatterns: list[URLPattern | URLResolver] = [
    path("schemes/", views_versions.scheme_list, name="schemes"),
    path("schemes/start", views_versions.scheme_start, name="scheme_start"),
    path("schemes/upload/", views_versions.scheme_upload, name="scheme_upload"),
    path("schemes/<int:scheme_pk>/", views_drafts.scheme_draft, name="scheme_draft"),
    path("schemes/<int:scheme_pk>/text/", views_versions.scheme_version, name="scheme_version"),
    path("schemes/<int:scheme_pk>/file", views_versions.scheme_file, name="scheme_file"),
    path("schemes/<int:scheme_pk>/changes/", views_drafts.scheme_compare, name="scheme_compare"),
    path("schemes/<int:scheme_pk>/publish", views_drafts.scheme_publish, name="scheme_publish"),
    path("schemes/<int:scheme_pk>/delete", views_drafts.scheme_delete, name="scheme_delete"),
    path("schemes/<int:scheme_pk>/<slug:part>/", views_drafts.scheme_part, name="scheme_part"),
]
