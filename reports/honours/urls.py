"""Addresses of letters, certificates and the honour board."""

from django.urls import URLPattern, URLResolver, path

from reports.honours import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("lobby/<key:term_pk>/", views.lobby, name="lobby"),
    path("papers/<key:term_pk>/letters/", views.letters, name="letters"),
    path("papers/<key:term_pk>/letters/<slug:kind>/", views.print_letters, name="print_letters"),
    path("papers/<key:term_pk>/eligibility/", views.eligibility, name="eligibility"),
    path("papers/rewards/<key:pk>/setup/", views.letter, name="letter"),
    path("papers/rewards/<key:pk>/", views.print_letter, name="print_letter"),
]
