"""Addresses of groups and star committee."""

from django.urls import URLPattern, URLResolver, path

from students.groups import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("classes/<key:pk>/groups/", views.groups, name="groups"),
    path("classes/<key:pk>/groups/add", views.group_add, name="group_add"),
    path("classes/<key:pk>/committee", views.committee_members, name="committee_members"),
    path("groups/<key:pk>/name", views.group_rename, name="group_rename"),
    path("groups/<key:pk>/members", views.group_members, name="group_members"),
    path("groups/<key:pk>/leader", views.group_leader, name="group_leader"),
]
