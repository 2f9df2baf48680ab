"""Addresses of exams and violations."""

from django.urls import URLPattern, URLResolver, path

from awards.views import exams, violations

urlpatterns: list[URLPattern | URLResolver] = [
    path("exams/", exams.exam_list, name="exams"),
    path("exams/files/", exams.exam_upload, name="exam_upload"),
    path("exams/confirm/", exams.exam_confirm, name="exam_confirm"),
    path("violations/", violations.violation_list, name="violations"),
    path("violations/propose/", violations.violation_propose, name="violation_propose"),
    path("violations/<int:pk>/", violations.violation, name="violation"),
    path("violations/<int:pk>/supplement/", violations.violation_supplement, name="violation_supplement"),
    path("violations/<int:pk>/confirm/", violations.violation_confirm, name="violation_confirm"),
    path("violations/<int:pk>/drop/", violations.violation_drop, name="violation_drop"),
    path("violations/<int:pk>/revoke/", violations.violation_revoke, name="violation_revoke"),
]
