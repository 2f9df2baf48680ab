"""Who may do what: one row an address, and how far each role reaches there.

Views, querysets, buttons, the navigation and ``docs/permissions.md`` all read this table. What the state of a sheet
allows is the second half, ``awards/workflow.py``: a row with ``verb`` is open only where that table allows the verb.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from starrating.refused import Refused
from students.models import SchoolClass
from students.roles import KnownRequest, Role, Standing, as_staff


class Scope(models.TextChoices):
    """How far a role reaches at an address."""

    OWN = "own", gettext_lazy("only oneself")
    GROUP = "group", gettext_lazy("the own group")
    CLASS = "class", gettext_lazy("the own classes")
    SCHOOL = "school", gettext_lazy("the own school")


Who = Mapping[Role, Scope]

ADMINISTRATION: Who = {Role.ADMINISTRATOR: Scope.SCHOOL}
OFFICE_WORK: Who = {Role.OFFICE: Scope.SCHOOL, **ADMINISTRATION}
CLASS_WORK: Who = {Role.HOMEROOM: Scope.CLASS, **ADMINISTRATION}
CLASS_AND_OFFICE: Who = {Role.HOMEROOM: Scope.CLASS, **OFFICE_WORK}
TEACHING: Who = {Role.HOMEROOM: Scope.CLASS, Role.SUBJECT: Scope.CLASS}
STAFF_READING: Who = {**TEACHING, **OFFICE_WORK}
SUBJECT_WORK: Who = {Role.SUBJECT: Scope.CLASS}
PUPIL_WORK: Who = {Role.PUPIL: Scope.OWN}
GROUP_WORK: Who = {Role.LEADER: Scope.GROUP}
COMMITTEE_WORK: Who = {Role.COMMITTEE: Scope.CLASS}
# Whoever is signed in, with or without a role.
ANYBODY: Who = {role: Scope.OWN for role in Role if role != Role.WORKER}


@dataclass(frozen=True)
class Permit:
    """One row: at the address named ``action``, each role of ``who`` reaches as far as its scope."""

    action: str
    who: Who
    verb: str = ""

    @property
    def for_anybody(self) -> bool:
        return self.who is ANYBODY


# Addresses that need no sign-in; each view says so itself as well (``starrating.public``).
PUBLIC = frozenset({"healthy", "choose_language", "sign_in", "sign_out"})
# Django's administration checks by itself: superusers of the installation only.
ADMIN_NAMESPACE = "admin:"

PERMITS: tuple[Permit, ...] = (
    # The door and the account of one's own
    Permit("home", ANYBODY),
    Permit("own_account", ANYBODY),
    Permit("change_password", ANYBODY),
    # Classes and teachers
    Permit("students:roster", STAFF_READING),
    Permit("students:class", STAFF_READING),
    Permit("students:assign_homeroom", ADMINISTRATION),
    Permit("students:assign_subject", ADMINISTRATION),
    Permit("students:end_task", ADMINISTRATION),
    Permit("students:roster_upload", OFFICE_WORK),
    Permit("students:roster_template", OFFICE_WORK),
    Permit("students:roster_preview", OFFICE_WORK),
    Permit("students:roster_confirm", OFFICE_WORK),
    Permit("students:roster_drop", OFFICE_WORK),
    Permit("students:staff_upload", OFFICE_WORK),
    Permit("students:staff_preview", OFFICE_WORK),
    Permit("students:staff_confirm", OFFICE_WORK),
    Permit("students:staff_drop", OFFICE_WORK),
    Permit("students:start_year", ADMINISTRATION),
    Permit("students:confirm_year", ADMINISTRATION),
    Permit("students:accounts", OFFICE_WORK),
    Permit("students:issue_passwords", OFFICE_WORK),
    Permit("students:add_account", ADMINISTRATION),
    Permit("students:account", ADMINISTRATION),
    Permit("students:change_details", ADMINISTRATION),
    Permit("students:grant_role", ADMINISTRATION),
    Permit("students:deactivate", ADMINISTRATION),
    Permit("students:reactivate", ADMINISTRATION),
    Permit("students:end_role", ADMINISTRATION),
    # The class's sheet
    Permit("awards:my_sheet", STAFF_READING),
    Permit("awards:sheet", STAFF_READING),
    Permit("awards:sheet_names", CLASS_WORK, verb="enter"),
    Permit("awards:sheet_cells", CLASS_WORK, verb="enter"),
    Permit("awards:sheet_steps", CLASS_WORK, verb="enter"),
    Permit("awards:sheet_submit", CLASS_WORK, verb="submit"),
    Permit("awards:sheet_recall", CLASS_WORK, verb="recall"),
    Permit("awards:sheets_upload", CLASS_WORK),
    Permit("awards:sheets_preview", CLASS_WORK),
    Permit("awards:sheets_confirm", CLASS_WORK),
    Permit("awards:sheets_drop", CLASS_WORK),
    Permit("awards:sheets_form", CLASS_AND_OFFICE),
    # The office's month
    Permit("awards:board", OFFICE_WORK),
    Permit("awards:board_sheet", OFFICE_WORK),
    Permit("awards:file_sheet", OFFICE_WORK, verb="file"),
    Permit("awards:return_sheet", OFFICE_WORK, verb="return"),
    Permit("awards:file_sheets", OFFICE_WORK, verb="file"),
    Permit("awards:register", OFFICE_WORK),
    Permit("awards:class_sheets", TEACHING),
    Permit("awards:audit", OFFICE_WORK),
    # Exams, violations, movements
    Permit("awards:exams", OFFICE_WORK),
    Permit("awards:exam_upload", OFFICE_WORK),
    Permit("awards:exam_confirm", OFFICE_WORK),
    Permit("awards:exam_announce", OFFICE_WORK),
    Permit("awards:exam", OFFICE_WORK),
    Permit("awards:exam_winners", OFFICE_WORK),
    Permit("awards:exam_move", OFFICE_WORK),
    Permit("awards:exam_call_off", OFFICE_WORK),
    Permit("awards:champion_remove", OFFICE_WORK),
    Permit("awards:violations", CLASS_AND_OFFICE),
    Permit("awards:violation_propose", CLASS_AND_OFFICE),
    Permit("awards:violations_upload", OFFICE_WORK),
    Permit("awards:violations_preview", OFFICE_WORK),
    Permit("awards:violations_confirm", OFFICE_WORK),
    Permit("awards:violations_drop", OFFICE_WORK),
    Permit("awards:violation", CLASS_AND_OFFICE),
    Permit("awards:violation_supplement", CLASS_AND_OFFICE),
    Permit("awards:violation_confirm", OFFICE_WORK),
    Permit("awards:violation_drop", OFFICE_WORK),
    Permit("awards:violation_revoke", OFFICE_WORK),
    Permit("awards:movements", OFFICE_WORK),
    Permit("awards:arrival", OFFICE_WORK),
    Permit("awards:correct_day", OFFICE_WORK),
    Permit("awards:credit_transfer", OFFICE_WORK),
    Permit("awards:withdraw_credit", OFFICE_WORK),
    Permit("awards:pupil_moves", OFFICE_WORK),
    Permit("awards:move_pupil", OFFICE_WORK),
    Permit("awards:join_records", OFFICE_WORK),
    # Terms, scheme, settlement
    Permit("awards:terms", ADMINISTRATION),
    Permit("awards:open_term", ADMINISTRATION),
    Permit("awards:term", ADMINISTRATION),
    Permit("awards:change_round", ADMINISTRATION),
    Permit("awards:open_round", ADMINISTRATION),
    Permit("awards:remove_round", ADMINISTRATION),
    Permit("awards:scheme", STAFF_READING),
    Permit("awards:scheme_of_term", STAFF_READING),
    Permit("awards:settlement", OFFICE_WORK),
    Permit("awards:settlement_of_term", OFFICE_WORK),
    Permit("awards:settle", ADMINISTRATION),
    Permit("awards:reopen_term", ADMINISTRATION),
    Permit("awards:levels_on", STAFF_READING),
    Permit("awards:entitlements", OFFICE_WORK),
    Permit("awards:hand_out", OFFICE_WORK),
    Permit("awards:entitlement", OFFICE_WORK),
    Permit("awards:withdraw_entitlement", OFFICE_WORK),
    Permit("awards:reissue_entitlement", OFFICE_WORK),
    Permit("awards:what_if", ADMINISTRATION),
    Permit("awards:what_if_of_term", ADMINISTRATION),
    # What leaves the house
    Permit("reports:papers", STAFF_READING),
    Permit("reports:term_workbook", CLASS_AND_OFFICE),
    Permit("reports:ledger_file", CLASS_AND_OFFICE),
    Permit("reports:class_notice", STAFF_READING),
    Permit("reports:school_notice", STAFF_READING),
    Permit("reports:round_notices", STAFF_READING),
    Permit("reports:grade_notice", STAFF_READING),
    Permit("reports:pupil", STAFF_READING),
    Permit("reports:reverse_entry", OFFICE_WORK, verb="reverse"),
    Permit("reports:class_totals", STAFF_READING),
)

_BY_ACTION = {permit.action: permit for permit in PERMITS}


@dataclass(frozen=True)
class Reach:
    """What somebody reaches at one address: everything of the school, or these classes, these groups, oneself."""

    school_id: int | None
    whole_school: bool = False
    classes: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    student_id: int | None = None

    def holds(self, school_class: SchoolClass) -> bool:
        """Whether the class is within reach; a group leader's is not, for the reach ends at the group."""
        if school_class.school_id != self.school_id:
            return False
        return self.whole_school or school_class.pk in self.classes

    def within(self, classes: str) -> Q:
        """The condition for rows whose field ``classes`` names a class in reach; the query itself says the school."""
        return Q() if self.whole_school else Q(**{f"{classes}__in": self.classes})


def permit_for(action: str) -> Permit:
    """The row of an address; KeyError for one that is not in the table, which is a mistake of the program."""
    return _BY_ACTION[action]


def roles_at(action: str) -> frozenset[Role]:
    return frozenset(permit_for(action).who)


def may_go(standing: Standing, action: str) -> bool:
    """Whether somebody may use the address at all; on what is :func:`reach_of`'s to say."""
    permit = permit_for(action)
    return permit.for_anybody or bool(standing.roles & permit.who.keys())


def reach_of(standing: Standing, action: str) -> Reach:
    """How far somebody reaches at an address, the roles held there taken together."""
    who = permit_for(action).who
    held = {role: scope for role, scope in who.items() if role in standing.roles}
    classes: set[int] = set()
    for role, scope in held.items():
        if scope == Scope.CLASS:
            classes |= standing.classes_as(role)
    return Reach(
        school_id=standing.school_id,
        whole_school=Scope.SCHOOL in held.values(),
        classes=frozenset(classes),
        groups=standing.leads if Scope.GROUP in held.values() else frozenset(),
        student_id=standing.student_id if Scope.OWN in held.values() else None,
    )


def demand_reach(standing: Standing, action: str, school_class: SchoolClass) -> None:
    """For verbs: raises :class:`Refused` unless ``standing`` reaches the class at that address."""
    if not reach_of(standing, action).holds(school_class):
        raise Refused(_("You may not do this for this class."), code="role")


class StaffRequest(KnownRequest):
    """The request of a view under :func:`permitted`: who asks, and how far that reaches at this address."""

    reach: Reach


P = ParamSpec("P")
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def permitted(view: StaffView[P]) -> PlainView[P]:
    """Open a view to those whom its address's row names; others get 403. What they find there is the query's."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        action = request.resolver_match.view_name if request.resolver_match else ""
        asked = cast(StaffRequest, as_staff(request))
        if not may_go(asked.standing, action):
            raise PermissionDenied
        asked.reach = reach_of(asked.standing, action)
        return view(asked, *args, **kwargs)

    guarded.permitted = True  # type: ignore[attr-defined]
    return cast(PlainView[P], guarded)
