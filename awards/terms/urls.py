"""Addresses of terms and rounds."""

from django.urls import URLPattern, URLResolver, path

from awards.terms import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("terms/", views.term_list, name="terms"),
    path("terms/open/", views.open_term, name="open_term"),
    path("terms/<key:term_pk>/", views.term, name="term"),
    path("terms/<key:term_pk>/change/", views.change_term, name="change_term"),
    path("terms/<key:term_pk>/remove/", views.remove_term, name="remove_term"),
    path("terms/<key:term_pk>/rounds/add/", views.add_round, name="add_round"),
    path("terms/rounds/<key:round_pk>/", views.change_round, name="change_round"),
    path("terms/rounds/<key:round_pk>/open/", views.open_round, name="open_round"),
    path("terms/rounds/<key:round_pk>/remove/", views.remove_round, name="remove_round"),
]
