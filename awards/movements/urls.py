"""Addresses of movements and credits."""

from django.urls import URLPattern, URLResolver, path

from awards.movements import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("movements/", views.movement_list, name="movements"),
    path("movements/arrival/", views.arrival, name="arrival"),
    path("movements/<int:pk>/day/", views.correct, name="correct_day"),
    path("movements/<int:pk>/credit/", views.credit, name="credit_transfer"),
    path("movements/credits/<int:pk>/withdraw/", views.withdraw, name="withdraw_credit"),
    path("movements/pupils/<int:pk>/", views.pupil, name="pupil_moves"),
    path("movements/pupils/<int:pk>/move/", views.move, name="move_pupil"),
    path("movements/pupils/<int:pk>/join/", views.join, name="join_records"),
]
