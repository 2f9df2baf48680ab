"""Addresses of papers: letters and certificates, their wording, and the page that says whether one is genuine."""

from django.urls import URLPattern, URLResolver, path

from reports.views import check, honours, paper_files, wordings

urlpatterns: list[URLPattern | URLResolver] = [
    path("papers/<int:term_pk>/letters/", honours.letters, name="letters"),
    path("papers/<int:term_pk>/letters/<slug:kind>/", honours.print_letters, name="print_letters"),
    path("papers/rewards/<int:pk>/", honours.print_letter, name="print_letter"),
    path("papers/wording/", wordings.papers_wording, name="wordings"),
    path("papers/wording/<slug:kind>/", wordings.wording, name="wording"),
    path("papers/wording/<slug:kind>/preview/", wordings.wording_preview, name="wording_preview"),
    path("papers/wording/<slug:kind>/restore/", wordings.restore_wording, name="restore_wording"),
    path("papers/sheets/<int:sheet_pk>/<slug:kind>/", paper_files.class_month_paper, name="class_month_paper"),
    path("papers/rounds/<int:round_pk>/sheets/<slug:kind>/", paper_files.month_papers, name="month_papers"),
    path("papers/rounds/<int:round_pk>/slips/", paper_files.round_slips, name="round_slips"),
    path("papers/rounds/<int:round_pk>/register/", paper_files.register, name="register_pdf"),
    path("papers/notices/class/<int:pk>/", paper_files.class_notice_pdf, name="class_notice_pdf"),
    path("papers/notices/rounds/<int:round_pk>/", paper_files.school_notice_pdf, name="school_notice_pdf"),
    path("papers/notices/rounds/<int:round_pk>/classes/", paper_files.round_notices_pdf, name="round_notices_pdf"),
    path(
        "papers/notices/rounds/<int:round_pk>/grades/<int:grade>/",
        paper_files.grade_notice_pdf,
        name="grade_notice_pdf",
    ),
    path("papers/<int:term_pk>/board/", paper_files.honour_board, name="honour_board"),
    path("papers/<int:term_pk>/scheme/", paper_files.scheme_wall, name="scheme_wall"),
    path("papers/<int:term_pk>/objection/", paper_files.objection_form, name="objection_form"),
    path("papers/<int:term_pk>/classes/<int:class_pk>/pages/", paper_files.term_pages, name="term_pages"),
    path("papers/<int:term_pk>/classes/<int:class_pk>/pages/<int:pupil_pk>/", paper_files.term_pages, name="term_page"),
    path("papers/classes/<int:class_pk>/consents/", paper_files.consent_forms, name="consent_forms"),
    path("papers/violations/<int:pk>/", paper_files.deduction_form, name="deduction_form"),
    path("check/<slug:code>/", check.check, name="check"),
]
