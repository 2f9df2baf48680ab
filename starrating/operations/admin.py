"""The audit in Django's admin: to be read."""

from django.contrib import admin

from starrating.operations.administration import ReadOnly
from starrating.operations.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    pupil_key = "student_key"
    list_display = ["at", "actor", "action", "target_type", "target_id", "source", "address"]
    list_filter = ["action", "source"]
    search_fields = ["action", "target_id", "actor__name", "actor__username"]
    date_hierarchy = "at"
    list_select_related = ["actor"]
