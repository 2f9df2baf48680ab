"""The addresses of this app: each subject keeps its own."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "awards"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("awards.exams.urls")),
    path("", include("awards.violations.urls")),
    path("", include("awards.entry.urls")),
    path("", include("awards.sheet_files.urls")),
    path("", include("awards.movements.urls")),
    path("", include("awards.office.urls")),
    path("", include("awards.home.urls")),
    path("", include("awards.first_files.urls")),
    path("", include("awards.first_run.urls")),
    path("", include("awards.terms.urls")),
    path("", include("awards.schemes.urls")),
    path("", include("awards.audit.urls")),
    path("", include("awards.settlement.urls")),
    path("", include("awards.rewards.urls")),
    path("", include("awards.ceremonies.urls")),
    path("", include("awards.steps.urls")),
    path("", include("awards.whatif.urls")),
    path("", include("awards.opinions.urls")),
    path("", include("awards.objections.urls")),
    path("", include("awards.appeals.urls")),
    path("", include("awards.faults.urls")),
    path("", include("awards.deeds.urls")),
    path("", include("awards.reminders.urls")),
    path("", include("awards.visit.urls")),
]
