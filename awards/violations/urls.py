"""Addresses of violations and punishments."""

from django.urls import URLPattern, URLResolver, path

from awards.violations import views
from awards.violations.importer import VIOLATIONS_DESK
from students.imports.pipeline.desk import addresses

urlpatterns: list[URLPattern | URLResolver] = [
    path("violations/", views.violation_list, name="violations"),
    path("violations/propose/", views.violation_propose, name="violation_propose"),
    *addresses(VIOLATIONS_DESK, "violations/files/", end="/"),
    path("violations/<key:pk>/", views.violation, name="violation"),
    path("violations/<key:pk>/supplement/", views.violation_supplement, name="violation_supplement"),
    path("violations/<key:pk>/confirm/", views.violation_confirm, name="violation_confirm"),
    path("violations/<key:pk>/drop/", views.violation_drop, name="violation_drop"),
    path("violations/<key:pk>/revoke/", views.violation_revoke, name="violation_revoke"),
    path("punishments/", views.punishment_list, name="punishments"),
    path("punishments/record/", views.punishment_record, name="punishment_record"),
    path("punishments/<key:pk>/lift/", views.punishment_lift, name="punishment_lift"),
]
