"""Addresses of exams and violations."""

from django.urls import URLPattern, URLResolver, path

from awards.views import exam, exams, punishments, violation_files, violations

urlpatterns: list[URLPattern | URLResolver] = [
    path("exams/", exams.exam_list, name="exams"),
    path("exams/files/", exams.exam_upload, name="exam_upload"),
    path("exams/files/template", exams.exam_template, name="exam_template"),
    path("exams/confirm/", exams.exam_confirm, name="exam_confirm"),
    path("exams/announce/", exam.exam_announce, name="exam_announce"),
    path("exams/<int:pk>/", exam.exam, name="exam"),
    path("exams/<int:pk>/winners/", exam.exam_winners, name="exam_winners"),
    path("exams/<int:pk>/move/", exam.exam_move, name="exam_move"),
    path("exams/<int:pk>/call-off/", exam.exam_call_off, name="exam_call_off"),
    path("champions/<int:pk>/remove/", exam.champion_remove, name="champion_remove"),
    path("violations/", violations.violation_list, name="violations"),
    path("violations/propose/", violations.violation_propose, name="violation_propose"),
    path("violations/files/", violation_files.violations_upload, name="violations_upload"),
    path("violations/files/template", violation_files.violations_template, name="violations_template"),
    path("violations/files/<int:pk>/", violation_files.violations_preview, name="violations_preview"),
    path("violations/files/<int:pk>/confirm/", violation_files.violations_confirm, name="violations_confirm"),
    path("violations/files/<int:pk>/drop/", violation_files.violations_drop, name="violations_drop"),
    path("violations/<int:pk>/", violations.violation, name="violation"),
    path("violations/<int:pk>/supplement/", violations.violation_supplement, name="violation_supplement"),
    path("violations/<int:pk>/confirm/", violations.violation_confirm, name="violation_confirm"),
    path("violations/<int:pk>/drop/", violations.violation_drop, name="violation_drop"),
    path("violations/<int:pk>/revoke/", violations.violation_revoke, name="violation_revoke"),
    path("punishments/", punishments.punishment_list, name="punishments"),
    path("punishments/record/", punishments.punishment_record, name="punishment_record"),
    path("punishments/<int:pk>/lift/", punishments.punishment_lift, name="punishment_lift"),
]
