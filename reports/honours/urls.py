"""Addresses of letters, certificates and the honour board."""

from django.urls import URLPattern, URLResolver, path

from reports.honours import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("lobby/<int:term_pk>/", views.lobby, name="lobby"),
    path("papers/<int:term_pk>/letters/", views.letters, name="letters"),
    path("papers/<int:term_pk>/letters/<slug:kind>/", views.print_letters, name="print_letters"),
    path("papers/rewards/<int:pk>/setup/", views.letter, name="letter"),
    path("papers/rewards/<int:pk>/", views.print_letter, name="print_letter"),
]
