"""Trying out other numbers."""

from django.urls import URLPattern, URLResolver, path

from awards.views import whatif

urlpatterns: list[URLPattern | URLResolver] = [
    path("what-if/", whatif.what_if, name="what_if"),
    path("what-if/<int:term_pk>/", whatif.what_if, name="what_if_of_term"),
]
