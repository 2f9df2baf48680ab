"""The addresses of this app: each subject keeps its own."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "students"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("students.school.urls")),
    path("", include("students.classes.urls")),
    path("", include("students.accounts.urls")),
    path("", include("students.staffing.urls")),
    path("", include("students.consents.urls")),
    path("", include("students.privacy.urls")),
    path("", include("students.pupils.urls")),
    path("", include("students.readings.urls")),
    path("", include("students.imports.urls")),
    path("", include("students.years.urls")),
    path("", include("students.groups.urls")),
    path("", include("students.undoing.urls")),
    path("", include("students.suggestions.urls")),
]
