"""Addresses of objections."""

from django.urls import URLPattern, URLResolver, path

from awards.objections import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("objections/", views.objection_list, name="objections"),
    path("objections/mine/", views.my_objections, name="my_objections"),
    path("objections/<key:objection_pk>/", views.objection, name="objection"),
    path("objections/<key:objection_pk>/decide", views.objection_decide, name="objection_decide"),
    path("objections/<key:objection_pk>/withdraw", views.objection_withdraw, name="objection_withdraw"),
    path("sheets/<key:pk>/objection/", views.object_page, name="object"),
    path("sheets/<key:pk>/objection/raise", views.raise_objection, name="raise_objection"),
]
