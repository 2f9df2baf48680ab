"""Addresses of what leaves the house, and of the stars of a pupil and of a class."""

from django.urls import URLPattern, URLResolver, include, path

from reports.views import archive, figures, lists, lobby, notices, own, papers, public, pupils, search

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("papers/", papers.papers, name="papers"),
    path("papers/<int:term_pk>/workbook/", papers.term_workbook, name="term_workbook"),
    path("papers/<int:term_pk>/ledger/", papers.ledger_file, name="ledger_file"),
    path("lists/<slug:list_key>/", lists.list_file, name="list_file"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<int:term_pk>/", archive.archive_of_term, name="archive_of_term"),
    path("archive/<int:term_pk>/package/", archive.archive_package, name="archive_package"),
    path("", include("reports.urls_papers")),
    path("public/<slug:code>/", public.public_notices, name="public_notices"),
    path("public/<slug:code>/<int:pk>/", public.public_notice_of_class, name="public_notice"),
    path("lobby/<int:term_pk>/", lobby.lobby, name="lobby"),
    path("notices/class/<int:pk>/", notices.class_notice, name="class_notice"),
    path("notices/rounds/<int:round_pk>/", notices.school_notice, name="school_notice"),
    path("notices/rounds/<int:round_pk>/classes/", notices.round_notices, name="round_notices"),
    path("notices/rounds/<int:round_pk>/grades/<int:grade>/", notices.grade_notice, name="grade_notice"),
    path("pupils/<int:pk>/", pupils.pupil, name="pupil"),
    path("figures/", figures.figures, name="figures"),
    path("search/", search.search, name="search"),
    path("my-stars/", own.my_stars, name="my_stars"),
    path("entries/<int:pk>/reverse/", pupils.reverse_entry, name="reverse_entry"),
    path("classes/<int:pk>/totals/", pupils.class_totals, name="class_totals"),
]
