"""Addresses of opinions and objections."""

from django.urls import URLPattern, URLResolver, path

from awards.views import objections, opinions

urlpatterns: list[URLPattern | URLResolver] = [
    path("sheets/<int:pk>/opinion/", opinions.opinion, name="opinion"),
    path("sheets/<int:pk>/opinion/give", opinions.opine, name="opine"),
    path("opinions/<int:opinion_pk>/answer", opinions.opinion_reply, name="opinion_reply"),
    path("objections/", objections.objection_list, name="objections"),
    path("objections/mine/", objections.my_objections, name="my_objections"),
    path("objections/<int:objection_pk>/", objections.objection, name="objection"),
    path("objections/<int:objection_pk>/decide", objections.objection_decide, name="objection_decide"),
    path("objections/<int:objection_pk>/withdraw", objections.objection_withdraw, name="objection_withdraw"),
    path("sheets/<int:pk>/objection/", objections.object_, name="object"),
    path("sheets/<int:pk>/objection/raise", objections.raise_objection, name="raise_objection"),
]
