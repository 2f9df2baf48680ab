"""Addresses of the scheme's text, its versions and drafts."""

from django.urls import URLPattern, URLResolver, path

from awards.schemes import views
from awards.schemes.editor import views as editor
from awards.schemes.history import views as history

urlpatterns: list[URLPattern | URLResolver] = [
    path("scheme/", views.scheme, name="scheme"),
    path("scheme/versions/", history.scheme_history, name="scheme_history"),
    path("scheme/versions/<key:version_pk>/", history.scheme_published, name="scheme_published"),
    path("scheme/<key:term_pk>/", views.scheme, name="scheme_of_term"),
    path("schemes/", editor.scheme_list, name="schemes"),
    path("schemes/start", editor.scheme_start, name="scheme_start"),
    path("schemes/upload/", editor.scheme_upload, name="scheme_upload"),
    path("schemes/<key:scheme_pk>/", editor.scheme_draft, name="scheme_draft"),
    path("schemes/<key:scheme_pk>/text/", editor.scheme_version, name="scheme_version"),
    path("schemes/<key:scheme_pk>/file", editor.scheme_file, name="scheme_file"),
    path("schemes/<key:scheme_pk>/changes/", editor.scheme_compare, name="scheme_compare"),
    path("schemes/<key:scheme_pk>/publish", editor.scheme_publish, name="scheme_publish"),
    path("schemes/<key:scheme_pk>/delete", editor.scheme_delete, name="scheme_delete"),
    path("schemes/<key:scheme_pk>/<slug:part>/", editor.scheme_part, name="scheme_part"),
]
