"""Movements, for office and administrator."""

from django.urls import URLPattern, URLResolver, path

from awards.views import movements

urlpatterns: list[URLPattern | URLResolver] = [
    path("movements/", movements.movement_list, name="movements"),
    path("movements/arrival/", movements.arrival, name="arrival"),
    path("movements/<int:pk>/day/", movements.correct, name="correct_day"),
    path("movements/<int:pk>/credit/", movements.credit, name="credit_transfer"),
    path("movements/credits/<int:pk>/withdraw/", movements.withdraw, name="withdraw_credit"),
    path("movements/pupils/<int:pk>/", movements.pupil, name="pupil_moves"),
    path("movements/pupils/<int:pk>/move/", movements.move, name="move_pupil"),
    path("movements/pupils/<int:pk>/join/", movements.join, name="join_records"),
]
