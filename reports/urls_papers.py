"""Addresses of papers: letters and certificates, their wording, and the page that says whether one is genuine."""

from django.urls import URLPattern, URLResolver, path

from reports.views import check, honours, wordings

urlpatterns: list[URLPattern | URLResolver] = [
    path("papers/<int:term_pk>/letters/", honours.letters, name="letters"),
    path("papers/<int:term_pk>/letters/<slug:kind>/", honours.print_letters, name="print_letters"),
    path("papers/rewards/<int:pk>/", honours.print_letter, name="print_letter"),
    path("papers/wording/", wordings.papers_wording, name="wordings"),
    path("papers/wording/<slug:kind>/", wordings.wording, name="wording"),
    path("papers/wording/<slug:kind>/preview/", wordings.wording_preview, name="wording_preview"),
    path("papers/wording/<slug:kind>/restore/", wordings.restore_wording, name="restore_wording"),
    path("check/<slug:code>/", check.check, name="check"),
]
