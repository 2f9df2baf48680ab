"""Addresses of subject teachers' opinions."""

from django.urls import URLPattern, URLResolver, path

from awards.opinions import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("sheets/<int:pk>/opinion/", views.opinion, name="opinion"),
    path("sheets/<int:pk>/opinion/give", views.opine, name="opine"),
    path("opinions/<int:opinion_pk>/answer", views.opinion_reply, name="opinion_reply"),
]
