"""Addresses of the papers of a ceremony."""

from django.urls import URLPattern, URLResolver, path

from reports.ceremonies import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("papers/ceremonies/<key:pk>/call-list/", views.call_list, name="ceremony_call_list"),
    path("papers/ceremonies/<key:pk>/seating/", views.seating, name="ceremony_seating"),
    path("papers/ceremonies/<key:pk>/invitations/", views.invitations, name="ceremony_invitations"),
    path("papers/ceremonies/<key:pk>/certificates/", views.papers, name="ceremony_papers"),
]
