"""Addresses of ceremonies."""

from django.urls import URLPattern, URLResolver, path

from awards.ceremonies import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("ceremonies/", views.ceremony_list, name="ceremonies"),
    path("ceremonies/plan/", views.ceremony_plan, name="ceremony_plan"),
    path("ceremonies/<key:pk>/", views.ceremony, name="ceremony"),
    path("ceremonies/<key:pk>/change/", views.ceremony_change, name="ceremony_change"),
    path("ceremonies/<key:pk>/cancel/", views.ceremony_cancel, name="ceremony_cancel"),
    path("ceremonies/<key:pk>/handed-out/", views.ceremony_hand_out, name="ceremony_hand_out"),
    path("ceremonies/<key:pk>/taken-back/", views.ceremony_take_back, name="ceremony_take_back"),
    path("ceremonies/<key:pk>/replies/", views.ceremony_replies, name="ceremony_replies"),
    path("ceremonies/<key:pk>/close/", views.ceremony_close, name="ceremony_close"),
]
