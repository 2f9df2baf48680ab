"""The address table. Each app keeps its own; only this file names them."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from awards.home.views import home
from starrating.faults.health import alive, backed_up, healthy, ready
from starrating.web import views

handler400 = "starrating.faults.pages.bad_request"
handler403 = "starrating.faults.pages.permission_denied"
handler404 = "starrating.faults.pages.not_found"
handler500 = "starrating.faults.pages.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("healthz", healthy, name="healthy"),
    path("healthz/live", alive, name="alive"),
    path("healthz/ready", ready, name="ready"),
    path("healthz/backup", backed_up, name="backed_up"),
    path("robots.txt", views.robots, name="robots"),
    path("language", views.choose_language, name="choose_language"),
    path("admin/", admin.site.urls),
    path("", include("students.sign_in.urls")),
    path("", include("students.jobs.urls")),
    path("", include("students.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
]
