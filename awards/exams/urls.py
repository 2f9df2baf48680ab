"""Addresses of exams and champion stars."""

from django.urls import URLPattern, URLResolver, path

from awards.exams import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("exams/", views.exam_list, name="exams"),
    path("exams/files/", views.exam_upload, name="exam_upload"),
    path("exams/files/template", views.exam_template, name="exam_template"),
    path("exams/confirm/", views.exam_confirm, name="exam_confirm"),
    path("exams/announce/", views.exam_announce, name="exam_announce"),
    path("exams/<key:pk>/", views.exam, name="exam"),
    path("exams/<key:pk>/winners/", views.exam_winners, name="exam_winners"),
    path("exams/<key:pk>/move/", views.exam_move, name="exam_move"),
    path("exams/<key:pk>/call-off/", views.exam_call_off, name="exam_call_off"),
    path("champions/<key:pk>/remove/", views.champion_remove, name="champion_remove"),
]
