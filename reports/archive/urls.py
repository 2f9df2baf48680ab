"""Addresses of the archive of settled terms."""

from django.urls import URLPattern, URLResolver, path

from reports.archive import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("archive/", views.archive, name="archive"),
    path("archive/<key:term_pk>/", views.archive_of_term, name="archive_of_term"),
    path("archive/<key:term_pk>/package/", views.archive_package, name="archive_package"),
]
