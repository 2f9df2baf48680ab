"""Addresses of subject teachers' opinions."""

from django.urls import URLPattern, URLResolver, path

from awards.opinions import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sheets/<key:pk>/opinion/", views.opinion, name="opinion"),
    path("sheets/<key:pk>/opinion/give", views.opine, name="opine"),
    path("opinions/<key:opinion_pk>/answer", views.opinion_reply, name="opinion_reply"),
]
