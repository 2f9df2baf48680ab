"""Addresses of papers and files."""

from django.urls import URLPattern, URLResolver, path

from reports.printing import views, views_files

urlpatterns: list[URLPattern | URLResolver] = [
    path("papers/", views.papers, name="papers"),
    path("papers/<key:term_pk>/workbook/", views.term_workbook, name="term_workbook"),
    path("papers/<key:term_pk>/ledger/", views.ledger_file, name="ledger_file"),
    path("papers/sheets/<key:sheet_pk>/pack/", views_files.meeting_pack, name="meeting_pack"),
    path("papers/sheets/<key:sheet_pk>/<slug:kind>/", views_files.class_month_paper, name="class_month_paper"),
    path("papers/rounds/<key:round_pk>/sheets/<slug:kind>/", views_files.month_papers, name="month_papers"),
    path("papers/rounds/<key:round_pk>/slips/", views_files.round_slips, name="round_slips"),
    path("papers/rounds/<key:round_pk>/register/", views_files.register, name="register_pdf"),
    path("papers/notices/class/<key:pk>/", views_files.class_notice_pdf, name="class_notice_pdf"),
    path("papers/notices/rounds/<key:round_pk>/", views_files.school_notice_pdf, name="school_notice_pdf"),
    path("papers/notices/rounds/<key:round_pk>/classes/", views_files.round_notices_pdf, name="round_notices_pdf"),
    path(
        "papers/notices/rounds/<key:round_pk>/grades/<key:grade>/",
        views_files.grade_notice_pdf,
        name="grade_notice_pdf",
    ),
    path("papers/<key:term_pk>/board/", views_files.honour_board, name="honour_board"),
    path("papers/<key:term_pk>/scheme/", views_files.scheme_wall, name="scheme_wall"),
    path("papers/<key:term_pk>/objection/", views_files.objection_form, name="objection_form"),
    path("papers/<key:term_pk>/classes/<key:class_pk>/pages/", views_files.term_pages, name="term_pages"),
    path("papers/<key:term_pk>/classes/<key:class_pk>/pages/<key:pupil_pk>/", views_files.term_pages, name="term_page"),
    path("papers/<key:term_pk>/classes/<key:class_pk>/pack/", views_files.term_pack, name="term_pack"),
    path("papers/<key:term_pk>/classes/<key:class_pk>/facts/", views_files.term_deeds_paper, name="term_deeds_paper"),
    path("papers/classes/<key:class_pk>/consents/", views_files.consent_forms, name="consent_forms"),
    path("papers/violations/<key:pk>/", views_files.deduction_form, name="deduction_form"),
    path("papers/appeals/<key:appeal_pk>/", views_files.appeal_paper, name="appeal_paper"),
]
