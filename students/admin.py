"""Who and where in Django's admin. Rows with a history are shown; the few settings may be put right."""

from collections.abc import Sequence
from typing import cast

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from starrating.operations.administration import ByVerbs, ReadOnly
from starrating.operations.row_import import RowImport
from students.accounts import staff
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
from students.school import settings, subjects
from students.school.admin_rows import DayRows, SubjectRows

# Roles are dated rows of the school; Django's own groups decide nothing here.
admin.site.unregister(Group)
# Secrets of other people's phones and recovery codes are nobody's to read.
admin.site.unregister([TOTPDevice, StaticDevice])


def user_of(request: HttpRequest) -> User:
    """Give the account that is signed in; nobody else comes into the admin."""
    return cast(User, request.user)


@admin.register(School)
class SchoolAdmin(ByVerbs):
    school_path = "pk"
    list_display = ["name", "code", "stage", "first_grade", "last_grade"]
    readonly_fields = ["code", "first_grade", "last_grade"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def write(self, request: HttpRequest, obj: School, changed: Sequence[str]) -> School:
        new = {name: getattr(obj, name) for name in changed}
        settings.put_right(obj, new, by=user_of(request), at=timezone.now())
        return obj


@admin.register(Subject)
class SubjectAdmin(RowImport, ByVerbs):
    list_display = ["name", "school", "order"]
    resource_class_in = SubjectRows

    def get_readonly_fields(self, request: HttpRequest, obj: Subject | None = None) -> list[str]:
        return ["school"] if obj else []

    def write(self, request: HttpRequest, obj: Subject, changed: Sequence[str]) -> Subject:
        by, now = user_of(request), timezone.now()
        if obj._state.adding:
            return subjects.add_subject(obj.school, obj.name, order=obj.order, by=by, at=now)
        return subjects.change_subject(obj, name=obj.name, order=obj.order, by=by, at=now)


@admin.register(CalendarDay)
class CalendarDayAdmin(RowImport, ByVerbs):
    list_display = ["day", "is_working", "note", "school"]
    list_filter = ["is_working"]
    date_hierarchy = "day"
    resource_class_in = DayRows

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarDay | None = None) -> list[str]:
        return ["school", "day"] if obj else []

    def write(self, request: HttpRequest, obj: CalendarDay, changed: Sequence[str]) -> CalendarDay:
        return settings.note_day(
            obj.school, obj.day, is_working=obj.is_working, note=obj.note, by=user_of(request), at=timezone.now()
        )

    def has_delete_permission(self, request: HttpRequest, obj: CalendarDay | None = None) -> bool:
        return True

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        settings.forget_day(obj, by=user_of(request), at=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CalendarDay]) -> None:
        for day in queryset.select_related("school"):
            self.delete_model(request, day)


@admin.register(User)
class UserAdmin(ByVerbs):
    list_display = ["username", "name", "school", "is_active", "must_change_password", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "name", "initials"]
    fields = ["username", "name", "phone", "school", "is_active", "must_change_password", "last_login"]
    # An account is closed and opened by its verbs, which also end its sessions and its passwords.
    readonly_fields = ["username", "school", "is_active", "must_change_password", "last_login"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse pupils' accounts: they go by the pupil's own name, which the roster says."""
        return obj is None or obj.student_id is None

    def write(self, request: HttpRequest, obj: User, changed: Sequence[str]) -> User:
        by = user_of(request)
        return staff.change_details(obj, name=obj.name, phone=obj.phone, by=by, at=timezone.now())


@admin.register(SchoolRole)
class SchoolRoleAdmin(ReadOnly):
    school_path = "user__school"
    list_display = ["user", "role", "starts_on", "ends_on"]
    list_filter = ["role"]
    list_select_related = ["user"]


@admin.register(Term)
class TermAdmin(ReadOnly):
    list_display = ["__str__", "school", "starts_on", "ends_on", "state"]


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
    pupil_key = "student_id"
    school_path = "student__school"
    # Numbers are shown on the pupil's page alone, where who asks is recorded.
    fields = ["student", "name"]
    list_display = ["student", "name"]
    list_select_related = ["student"]
    search_fields = ["student__number", "student__name"]


@admin.register(Consent)
class ConsentAdmin(ReadOnly):
    pupil_key = "student_id"
    school_path = "student__school"
    list_display = ["student", "scope", "given_by", "given_on", "withdrawn_on"]
    list_filter = ["scope"]
    list_select_related = ["student"]
