"""The address table. Each app keeps its own; only this file names them."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from awards.views.home import home
from starrating import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("healthz", views.healthy, name="healthy"),
    path("robots.txt", views.robots, name="robots"),
    path("language", views.choose_language, name="choose_language"),
    path("admin/", admin.site.urls),
    path("", include("students.urls_accounts")),
    path("", include("students.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
]
