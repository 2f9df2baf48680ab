"""The addresses of this app: each subject keeps its own."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("reports.printing.urls")),
    path("", include("reports.lists.urls")),
    path("", include("reports.archive.urls")),
    path("", include("reports.notices.urls")),
    path("", include("reports.honours.urls")),
    path("", include("reports.ceremonies.urls")),
    path("", include("reports.hall.urls")),
    path("", include("reports.stars.urls")),
    path("", include("reports.terms.urls")),
    path("", include("reports.search.urls")),
    path("", include("reports.wording.editor.urls")),
    path("", include("reports.checking.urls")),
    path("", include("reports.window.urls")),
    path("", include("reports.children.urls")),
    path("", include("reports.rights.urls")),
]
