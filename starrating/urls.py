"""The address table. Each app keeps its own; only this file names them."""

from django.urls import URLPattern, URLResolver, include, path

from starrating import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthy, name="healthy"),
    path("language", views.choose_language, name="choose_language"),
    path("", include("students.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
]
