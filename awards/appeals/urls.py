"""Addresses of appeals."""

from django.urls import URLPattern, URLResolver, path

from awards.appeals import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("appeals/", views.appeal_list, name="appeals"),
    path("appeals/mine/", views.my_appeals, name="my_appeals"),
    path("appeals/new/", views.appeal_new, name="appeal_new"),
    path("appeals/raise/<slug:about>/<key:pk>/", views.appeal_raise, name="appeal_raise"),
    path("appeals/record/<slug:about>/<key:pk>/", views.appeal_record, name="appeal_record"),
    path("appeals/<key:appeal_pk>/", views.appeal, name="appeal"),
    path("appeals/<key:appeal_pk>/answer", views.appeal_answer, name="appeal_answer"),
    path("appeals/<key:appeal_pk>/name", views.appeal_name, name="appeal_name"),
    path("appeals/<key:appeal_pk>/up", views.appeal_go_up, name="appeal_go_up"),
    path("appeals/<key:appeal_pk>/withdraw", views.appeal_withdraw, name="appeal_withdraw"),
]
