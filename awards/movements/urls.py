"""Addresses of movements and credits."""

from django.urls import URLPattern, URLResolver, path

from awards.movements import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("movements/", views.movement_list, name="movements"),
    path("movements/arrival/", views.arrival, name="arrival"),
    path("movements/<key:pk>/day/", views.correct, name="correct_day"),
    path("movements/<key:pk>/credit/", views.credit, name="credit_transfer"),
    path("movements/credits/<key:pk>/withdraw/", views.withdraw, name="withdraw_credit"),
    path("movements/pupils/<key:pk>/", views.pupil, name="pupil_moves"),
    path("movements/pupils/<key:pk>/move/", views.move, name="move_pupil"),
    path("movements/pupils/<key:pk>/join/", views.join, name="join_records"),
]
