"""Addresses of trying out other numbers."""

from django.urls import URLPattern, URLResolver, path

from awards.whatif import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("what-if/", views.what_if, name="what_if"),
    path("what-if/<key:term_pk>/", views.what_if, name="what_if_of_term"),
]
