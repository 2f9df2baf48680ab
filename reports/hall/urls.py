"""Addresses of the screen in the hall."""

from django.urls import URLPattern, URLResolver, path

from reports.hall import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("lobby/<int:term_pk>/screen/", views.hall, name="hall"),
    path("lobby/<int:term_pk>/screen/on/", views.hall_on, name="hall_on"),
    path("lobby/<int:term_pk>/screen/off/", views.hall_off, name="hall_off"),
    path("hall/<str:secret>/", views.hall_screen, name="hall_screen"),
    path("hall/<str:secret>/photos/<slug:key>.jpg", views.hall_photo, name="hall_photo"),
]
