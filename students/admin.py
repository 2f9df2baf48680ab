"""Who and where in Django's admin. Rows with a history are shown; the few settings may be put right."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from starrating.operations.administration import Audited, ReadOnly
from students.models import (
    CalendarDay,
    Consent,
    Enrolment,
    Guardian,
    School,
    SchoolClass,
    SchoolRole,
    Staffing,
    Student,
    Subject,
    Term,
    User,
)

# Roles are dated rows of the school; Django's own groups decide nothing here.
admin.site.unregister(Group)
# Secrets of other people's phones and recovery codes are nobody's to read.
admin.site.unregister([TOTPDevice, StaticDevice])


@admin.register(School)
class SchoolAdmin(Audited):
    school_path = "pk"
    list_display = ["name", "code", "stage", "first_grade", "last_grade"]
    readonly_fields = ["code", "first_grade", "last_grade"]

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Subject)
class SubjectAdmin(Audited):
    list_display = ["name", "school", "order"]


@admin.register(CalendarDay)
class CalendarDayAdmin(Audited):
    list_display = ["day", "is_working", "note", "school"]
    list_filter = ["is_working"]
    date_hierarchy = "day"


@admin.register(User)
class UserAdmin(Audited):
    list_display = ["username", "name", "school", "is_active", "must_change_password", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "name", "initials"]
    fields = ["username", "name", "phone", "school", "is_active", "must_change_password", "last_login"]
    # An account is closed and opened by its verbs, which also end its sessions and its passwords.
    readonly_fields = ["school", "is_active", "must_change_password", "last_login"]

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(SchoolRole)
class SchoolRoleAdmin(ReadOnly):
    school_path = "user__school"
    list_display = ["user", "role", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["user"]


@admin.register(Term)
class TermAdmin(ReadOnly):
    list_display = ["name", "school", "starts_on", "ends_on", "state"]


@admin.register(SchoolClass)
class SchoolClassAdmin(ReadOnly):
    list_display = ["__str__", "school", "entry_year", "number", "alias"]
    list_filter = ["entry_year"]


@admin.register(Student)
class StudentAdmin(ReadOnly):
    list_display = ["number", "name", "sex", "school"]
    search_fields = ["number", "name", "initials"]


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnly):
    school_path = "student__school"
    list_display = ["student", "school_class", "seat", "starts_on", "ends_on"]
    list_select_related = ["student", "school_class"]
    search_fields = ["student__number", "student__name"]


@admin.register(Staffing)
class StaffingAdmin(ReadOnly):
    school_path = "school_class__school"
    list_display = ["user", "school_class", "role", "subject", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["user", "school_class", "subject"]
    search_fields = ["user__name", "user__username"]


@admin.register(Guardian)
class GuardianAdmin(ReadOnly):
    school_path = "student__school"
    # Numbers are shown on the pupil's page alone, where who asks is recorded.
    fields = ["student", "name"]
    list_display = ["student", "name"]
    list_select_related = ["student"]
    search_fields = ["student__number", "student__name"]


@admin.register(Consent)
class ConsentAdmin(ReadOnly):
    school_path = "student__school"
    list_display = ["student", "scope", "given_by", "given_on", "withdrawn_on"]
    list_filter = ["scope"]
    list_select_related = ["student"]
