"""Addresses of minor faults."""

from django.urls import URLPattern, URLResolver, path

from awards.faults import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("classes/<key:class_pk>/faults/", views.class_faults, name="faults"),
    path("classes/<key:class_pk>/faults/note", views.fault_note, name="fault_note"),
    path("faults/<key:fault_pk>/remove", views.fault_remove, name="fault_remove"),
]
