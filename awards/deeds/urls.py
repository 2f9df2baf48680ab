"""Addresses of facts."""

from django.urls import URLPattern, URLResolver, path

from awards.deeds import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("facts/", views.deeds, name="deeds"),
    path("facts/classes/<key:class_pk>/", views.class_deeds, name="class_deeds"),
    path("facts/classes/<key:class_pk>/note", views.note_deed, name="note_deed"),
    path("facts/classes/<key:class_pk>/term/", views.term_deeds, name="term_deeds"),
    path("facts/<key:pk>/correct", views.correct_deed, name="correct_deed"),
    path("facts/<key:pk>/remove", views.remove_deed, name="remove_deed"),
    path("my-facts/", views.my_deeds, name="my_deeds"),
    path("my-facts/note", views.note_own_deed, name="note_own_deed"),
]
