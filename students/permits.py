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
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from starrating.refused import Refused
from students.models import SchoolClass
from students.roles import KnownRequest, Role, Standing, as_staff


class Scope(models.TextChoices):
    """How far a role reaches at an address."""

    OWN = "own", _("only oneself")
    GROUP = "group", _("the own group")
    CLASS = "class", _("the own classes")
    SCHOOL = "school", _("the own school")


Who = Mapping[Role, Scope]

ADMINISTRATION: Who = {Role.ADMINISTRATOR: Scope.SCHOOL}
OFFICE_WORK: Who = {Role.OFFICE: Scope.SCHOOL, **ADMINISTRATION}
CLASS_WORK: Who = {Role.HOMEROOM: Scope.CLASS, **ADMINISTRATION}
CLASS_AND_OFFICE: Who = {Role.HOMEROOM: Scope.CLASS, **OFFICE_WORK}
TEACHING: Who = {Role.HOMEROOM: Scope.CLASS, Role.SUBJECT: Scope.CLASS}
STAFF_READING: Who = {**TEACHING, **OFFICE_WORK}
SUBJECT_WORK: Who = {Role.SUBJECT: Scope.CLASS}
# A35: the notice is for those whose stars stand on it; how far beyond the class is the scheme's to say.
NOTICE_READING: Who = {**STAFF_READING, Role.PUPIL: Scope.CLASS}
PUPIL_WORK: Who = {Role.PUPIL: Scope.OWN}
OBJECTING: Who = {Role.PUPIL: Scope.CLASS, **CLASS_AND_OFFICE}
GROUP_WORK: Who = {Role.LEADER: Scope.GROUP}
COMMITTEE_WORK: Who = {Role.COMMITTEE: Scope.CLASS}
OFFICE_ITSELF: Who = {Role.OFFICE: Scope.OWN, Role.ADMINISTRATOR: Scope.OWN}
# Whoever is signed in, with or without a role.
ANYBODY: Who = {role: Scope.OWN for role in Role if role != Role.WORKER}


@dataclass(frozen=True)
class Permit:
    """One row: at the address named ``action``, each role of ``who`` reaches as far as its scope.

    ``label`` says what is done there as a headteacher would; ``verb`` is the sheet's verb that must be possible too.
    Both a sheet's verb and ``in_open_term`` mean that a settled term refuses it.
    """

    action: str
    who: Who
    label: str | Promise = ""
    verb: str = ""
    in_open_term: bool = False

    @property
    def for_anybody(self) -> bool:
        return self.who is ANYBODY


@dataclass(frozen=True)
class Area:
    """What belongs together, as one table of the document."""

    title: str | Promise
    permits: tuple[Permit, ...]


# Addresses that need no sign-in; each view says so itself as well (``starrating.public``).
PUBLIC = frozenset({"healthy", "choose_language", "sign_in", "sign_in_code", "sign_out", "reports:check"})
# Django's administration checks by itself: superusers of the installation only.
ADMIN_NAMESPACE = "admin:"

AREAS: tuple[Area, ...] = (
    Area(
        _("Everybody"),
        (
            Permit("home", ANYBODY, _("Start page: one's own work")),
            Permit("own_account", ANYBODY, _("See one's own account, change the own phone number")),
            Permit("change_password", ANYBODY, _("Change one's own password")),
            Permit("own_sessions", ANYBODY, _("Where one is signed in")),
            Permit("end_session", ANYBODY, _("End one of one's own sessions")),
            Permit("end_other_sessions", ANYBODY, _("End all of one's other sessions")),
            Permit("second_step", OFFICE_ITSELF, _("Turn on the second step of one's own sign-in")),
            Permit("second_step_off", OFFICE_ITSELF, _("Turn off the second step of one's own sign-in")),
            Permit("recovery_codes", OFFICE_ITSELF, _("Make new recovery codes of one's own")),
        ),
    ),
    Area(
        _("Classes, pupils and accounts"),
        (
            Permit("students:roster", STAFF_READING, _("List of classes")),
            Permit("students:class", STAFF_READING, _("One class and its pupils")),
            Permit("students:assign_homeroom", ADMINISTRATION, _("Give a class its homeroom teacher or a substitute")),
            Permit("students:assign_subject", ADMINISTRATION, _("Give a class a subject teacher")),
            Permit("students:end_task", ADMINISTRATION, _("End a teacher's task")),
            Permit("students:roster_upload", OFFICE_WORK, _("Choose a roster file")),
            Permit("students:roster_template", OFFICE_WORK, _("Download the empty roster form")),
            Permit("students:roster_preview", OFFICE_WORK, _("See what a roster file would change")),
            Permit("students:roster_confirm", OFFICE_WORK, _("Import a roster file")),
            Permit("students:roster_drop", OFFICE_WORK, _("Drop a roster file")),
            Permit("students:staff_upload", OFFICE_WORK, _("Choose a file of teachers' tasks")),
            Permit("students:staff_preview", OFFICE_WORK, _("See what a file of tasks would change")),
            Permit("students:staff_confirm", OFFICE_WORK, _("Import a file of tasks")),
            Permit("students:staff_drop", OFFICE_WORK, _("Drop a file of tasks")),
            Permit("students:groups", CLASS_WORK, _("A class's groups, their leaders and its star committee")),
            Permit("students:group_add", CLASS_WORK, _("Make a group")),
            Permit("students:group_rename", CLASS_WORK, _("Rename a group")),
            Permit("students:group_members", CLASS_WORK, _("Put pupils into a group")),
            Permit("students:group_leader", CLASS_WORK, _("Name a group's leader")),
            Permit("students:committee_members", CLASS_WORK, _("Name class cadres to the star committee")),
            Permit("students:groups_upload", ADMINISTRATION, _("Choose a file of groups")),
            Permit("students:groups_preview", ADMINISTRATION, _("See what a file of groups would change")),
            Permit("students:groups_confirm", ADMINISTRATION, _("Import a file of groups")),
            Permit("students:groups_drop", ADMINISTRATION, _("Drop a file of groups")),
            Permit("students:guardian_phone", CLASS_AND_OFFICE, _("Be shown a guardian's phone number, with a reason")),
            Permit("students:start_year", ADMINISTRATION, _("See what the new school year would change")),
            Permit("students:confirm_year", ADMINISTRATION, _("Start the new school year")),
            Permit("students:accounts", OFFICE_WORK, _("List of accounts")),
            Permit("students:issue_passwords", OFFICE_WORK, _("Print one-time passwords")),
            Permit("students:add_account", ADMINISTRATION, _("Add an account")),
            Permit("students:account", ADMINISTRATION, _("One account with its roles and tasks")),
            Permit("students:change_details", ADMINISTRATION, _("Change name and phone of an account")),
            Permit("students:grant_role", ADMINISTRATION, _("Give an account a role")),
            Permit("students:deactivate", ADMINISTRATION, _("Close an account")),
            Permit("students:reactivate", ADMINISTRATION, _("Open a closed account again")),
            Permit("students:end_sessions", ADMINISTRATION, _("End all sessions of an account")),
            Permit("students:take_second_step", ADMINISTRATION, _("Take a colleague's second step away")),
            Permit("students:make_pupil_accounts", CLASS_WORK, _("Make the accounts of a class's pupils")),
            Permit("students:pupil_passwords", CLASS_AND_OFFICE, _("Print one-time passwords of pupils")),
            Permit("students:end_role", ADMINISTRATION, _("End a role")),
        ),
    ),
    Area(
        _("The class's sheet"),
        (
            Permit("awards:my_sheet", STAFF_READING, _("The way to one's own sheet")),
            Permit("awards:sheet", STAFF_READING, _("See a class's sheet")),
            Permit("awards:sheet_names", CLASS_WORK, _("Type names under a star"), verb="enter"),
            Permit("awards:sheet_cells", CLASS_WORK, _("Tick and untick stars"), verb="enter"),
            Permit("awards:sheet_steps", CLASS_WORK, _("Tick the steps held on paper"), verb="enter"),
            Permit("awards:sheet_submit", CLASS_WORK, _("Submit the sheet"), verb="submit"),
            Permit(
                "awards:sheet_recall", CLASS_WORK, _("Take the sheet back before the office decides"), verb="recall"
            ),
            Permit("awards:shortlist", CLASS_WORK, _("The shortlist with the committee's counts")),
            Permit("awards:strike_line", CLASS_WORK, _("Strike a name with a reason"), verb="review"),
            Permit("awards:restore_line", CLASS_WORK, _("Put a name back with a reason"), verb="review"),
            Permit("awards:nominate", CLASS_WORK, _("Nominate on a pupil's behalf"), verb="review"),
            Permit("awards:sheets_upload", CLASS_WORK, _("Choose a month-sheet file")),
            Permit("awards:sheets_preview", CLASS_WORK, _("See what a month-sheet file would enter")),
            Permit("awards:sheets_confirm", CLASS_WORK, _("Enter a month-sheet file"), in_open_term=True),
            Permit("awards:sheets_drop", CLASS_WORK, _("Drop a month-sheet file")),
            Permit("awards:sheets_form", CLASS_AND_OFFICE, _("Download the month-sheet form")),
        ),
    ),
    Area(
        _("A pupil's month"),
        (
            Permit("awards:my_month", PUPIL_WORK, _("The own month: what comes next, what has become of one's stars")),
            Permit("awards:declare", PUPIL_WORK, _("Put oneself forward, take oneself back"), verb="declare"),
            Permit("awards:set_goals", PUPIL_WORK, _("Set goals for the month"), verb="declare"),
            Permit("reports:my_stars", PUPIL_WORK, _("The own stars, each explained")),
        ),
    ),
    Area(
        _("The class's steps on screen"),
        (
            Permit("awards:group_step", GROUP_WORK, _("What the own group's pupils have declared")),
            Permit("awards:discuss", GROUP_WORK, _("Note what the group says, with the hands counted"), verb="discuss"),
            Permit("awards:undo_discussion", GROUP_WORK, _("Take the group's result back"), verb="discuss"),
            Permit("awards:committee_step", COMMITTEE_WORK, _("The names before the committee, with the counts")),
            Permit("awards:vote", COMMITTEE_WORK, _("Cast one's own ballots"), verb="vote"),
            Permit("awards:progress", STAFF_READING, _("Where the sheet stands and who has not acted")),
            Permit("awards:close_step", CLASS_WORK, _("Close a step on screen"), verb="move_on"),
            Permit("awards:reopen_step", CLASS_WORK, _("Open a step again, or send back to it"), verb="move_on"),
        ),
    ),
    Area(
        _("Opinions and objections"),
        (
            Permit("awards:opinion", SUBJECT_WORK, _("Read the sheet of a class one teaches")),
            Permit("awards:opine", SUBJECT_WORK, _("Say no objection, or disagree in one sentence"), verb="opine"),
            Permit("awards:opinion_reply", CLASS_WORK, _("Answer a subject teacher who disagrees"), verb="review"),
            Permit("awards:object", OBJECTING, _("The page to object to a notice")),
            Permit("awards:raise_objection", OBJECTING, _("Object to a notice, or record an objection"), verb="object"),
            Permit("awards:my_objections", PUPIL_WORK, _("One's own objections and their answers")),
            Permit("awards:objections", CLASS_AND_OFFICE, _("List of objections")),
            Permit("awards:objection", CLASS_AND_OFFICE, _("One objection, with who raised it")),
            Permit("awards:objection_decide", OFFICE_WORK, _("Decide an objection with an answer"), verb="decide"),
            Permit("awards:objection_withdraw", {**PUPIL_WORK, **CLASS_AND_OFFICE}, _("Take an objection back")),
        ),
    ),
    Area(
        _("The office's month"),
        (
            Permit("awards:board", OFFICE_WORK, _("Board of the month")),
            Permit("awards:board_sheet", OFFICE_WORK, _("One class on the board")),
            Permit("awards:file_sheet", OFFICE_WORK, _("File a sheet"), verb="file"),
            Permit("awards:return_sheet", OFFICE_WORK, _("Return a sheet with a reason"), verb="return"),
            Permit("awards:file_sheets", OFFICE_WORK, _("File many sheets at once"), verb="file"),
            Permit(
                "awards:file_unflagged", OFFICE_WORK, _("File every sheet of a round but the flagged ones"), verb="file"
            ),
            Permit("awards:register", OFFICE_WORK, _("Register of the filed sheets")),
            Permit("awards:class_sheets", TEACHING, _("Sheets of the classes one teaches")),
            Permit("awards:audit", OFFICE_WORK, _("Search the audit")),
        ),
    ),
    Area(
        _("Exams, violations, movements"),
        (
            Permit("awards:exams", OFFICE_WORK, _("List of exams")),
            Permit("awards:exam_upload", OFFICE_WORK, _("Choose a score file")),
            Permit("awards:exam_confirm", OFFICE_WORK, _("Enter the champions of a score file"), in_open_term=True),
            Permit("awards:exam_announce", OFFICE_WORK, _("Announce an exam"), in_open_term=True),
            Permit("awards:exam", OFFICE_WORK, _("One exam and its champions")),
            Permit("awards:exam_winners", OFFICE_WORK, _("Enter champions by hand"), in_open_term=True),
            Permit("awards:exam_move", OFFICE_WORK, _("Move an exam to another month"), in_open_term=True),
            Permit("awards:exam_call_off", OFFICE_WORK, _("Call an exam off"), in_open_term=True),
            Permit("awards:champion_remove", OFFICE_WORK, _("Take a champion off"), in_open_term=True),
            Permit("awards:violations", CLASS_AND_OFFICE, _("List of violations")),
            Permit("awards:violation_propose", CLASS_AND_OFFICE, _("Report a violation")),
            Permit("awards:violations_upload", OFFICE_WORK, _("Choose a file of violations")),
            Permit("awards:violations_preview", OFFICE_WORK, _("See what a file of violations would enter")),
            Permit("awards:violations_confirm", OFFICE_WORK, _("Enter a file of violations")),
            Permit("awards:violations_drop", OFFICE_WORK, _("Drop a file of violations")),
            Permit("awards:violation", CLASS_AND_OFFICE, _("One violation's record")),
            Permit("awards:violation_supplement", CLASS_AND_OFFICE, _("Complete a violation's record")),
            Permit("awards:violation_confirm", OFFICE_WORK, _("Confirm a violation: stars are taken")),
            Permit("awards:violation_drop", OFFICE_WORK, _("Drop a violation")),
            Permit("awards:violation_revoke", OFFICE_WORK, _("Revoke a deduction"), in_open_term=True),
            Permit("awards:movements", OFFICE_WORK, _("List of movements")),
            Permit("awards:arrival", OFFICE_WORK, _("Enter a pupil who arrives")),
            Permit("awards:correct_day", OFFICE_WORK, _("Correct the day of a movement")),
            Permit("awards:credit_transfer", OFFICE_WORK, _("Enter the stars of another school"), in_open_term=True),
            Permit("awards:withdraw_credit", OFFICE_WORK, _("Withdraw such stars"), in_open_term=True),
            Permit("awards:pupil_moves", OFFICE_WORK, _("One pupil's movements")),
            Permit("awards:move_pupil", OFFICE_WORK, _("Move a pupil")),
            Permit("awards:join_records", OFFICE_WORK, _("Join two records of one pupil")),
        ),
    ),
    Area(
        _("Terms, scheme, settlement"),
        (
            Permit("awards:terms", ADMINISTRATION, _("List of terms")),
            Permit("awards:open_term", ADMINISTRATION, _("Open a term")),
            Permit("awards:term", ADMINISTRATION, _("One term and its months")),
            Permit("awards:change_round", ADMINISTRATION, _("Change a month's dates"), in_open_term=True),
            Permit("awards:open_round", ADMINISTRATION, _("Open a month"), in_open_term=True),
            Permit("awards:remove_round", ADMINISTRATION, _("Take a month away"), in_open_term=True),
            Permit("awards:scheme", STAFF_READING, _("Read the scheme in force")),
            Permit("awards:scheme_of_term", STAFF_READING, _("Read the scheme of a term")),
            Permit("awards:settlement", OFFICE_WORK, _("Where the settlement stands")),
            Permit("awards:settlement_of_term", OFFICE_WORK, _("Settlement of one term")),
            Permit("awards:settle", ADMINISTRATION, _("Settle a term"), in_open_term=True),
            Permit("awards:reopen_term", ADMINISTRATION, _("Reopen a settled term with a reason")),
            Permit("awards:levels_on", STAFF_READING, _("Settled levels of a class")),
            Permit("awards:entitlements", OFFICE_WORK, _("Rewards to hand out")),
            Permit("awards:hand_out", OFFICE_WORK, _("Mark rewards as handed out")),
            Permit("awards:entitlement", OFFICE_WORK, _("One reward")),
            Permit("awards:withdraw_entitlement", OFFICE_WORK, _("Withdraw a reward")),
            Permit("awards:reissue_entitlement", OFFICE_WORK, _("Issue a reward again")),
            Permit("awards:what_if", ADMINISTRATION, _("Try out other numbers")),
            Permit("awards:what_if_of_term", ADMINISTRATION, _("Try out other numbers on a term")),
        ),
    ),
    Area(
        _("Stars, papers and files"),
        (
            Permit("reports:papers", STAFF_READING, _("Papers and files")),
            Permit("reports:term_workbook", CLASS_AND_OFFICE, _("Download a term's stars as a workbook")),
            Permit("reports:ledger_file", CLASS_AND_OFFICE, _("Download the ledger")),
            Permit("reports:archive", OFFICE_WORK, _("The archive of settled terms")),
            Permit("reports:archive_of_term", OFFICE_WORK, _("A settled term in the archive")),
            Permit("reports:archive_package", OFFICE_WORK, _("Download a settled term as a package")),
            Permit("reports:letters", OFFICE_WORK, _("Letters and certificates of a term")),
            Permit("reports:print_letters", OFFICE_WORK, _("Print letters and certificates")),
            Permit("reports:print_letter", OFFICE_WORK, _("Print one letter or certificate")),
            Permit("reports:class_month_paper", CLASS_AND_OFFICE, _("Print a class's sheet or slips")),
            Permit("reports:month_papers", CLASS_AND_OFFICE, _("Print the sheets or slips of a month")),
            Permit("reports:register_pdf", OFFICE_WORK, _("Print the register of a month")),
            Permit("reports:class_notice_pdf", STAFF_READING, _("Print a class's notice")),
            Permit("reports:school_notice_pdf", STAFF_READING, _("Print the school's notice")),
            Permit("reports:round_notices_pdf", STAFF_READING, _("Print the notices of one's classes")),
            Permit("reports:grade_notice_pdf", STAFF_READING, _("Print a grade's notice")),
            Permit("reports:honour_board", OFFICE_WORK, _("Print the honour board")),
            Permit("reports:scheme_wall", STAFF_READING, _("Print the scheme for the wall")),
            Permit("reports:objection_form", STAFF_READING, _("Print an empty objection form")),
            Permit("reports:term_pages", CLASS_AND_OFFICE, _("Print the guardians' pages of a class")),
            Permit("reports:term_page", CLASS_AND_OFFICE, _("Print one guardian's page")),
            Permit("reports:deduction_form", OFFICE_WORK, _("Print the form of a deduction")),
            Permit("reports:wordings", ADMINISTRATION, _("Wording of papers")),
            Permit("reports:wording", ADMINISTRATION, _("Edit the wording of a paper")),
            Permit("reports:wording_preview", ADMINISTRATION, _("Look at the wording of a paper")),
            Permit("reports:restore_wording", ADMINISTRATION, _("Put the wording of a paper back")),
            Permit("reports:class_notice", NOTICE_READING, _("A class's notice")),
            Permit("reports:school_notice", NOTICE_READING, _("The school's notice of a month")),
            Permit("reports:round_notices", STAFF_READING, _("The notices of one's classes in a month")),
            Permit("reports:grade_notice", NOTICE_READING, _("A grade's notice")),
            Permit("reports:pupil", STAFF_READING, _("One pupil's stars")),
            Permit("reports:reverse_entry", OFFICE_WORK, _("Take back a star that counts"), verb="reverse"),
            Permit("reports:class_totals", STAFF_READING, _("The stars of a class")),
        ),
    ),
)

PERMITS: tuple[Permit, ...] = tuple(permit for area in AREAS for permit in area.permits)

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
        raise Refused(gettext("You may not do this for this class."), code="role")


def demand_school(standing: Standing, action: str, school_id: int, sentence: str = "") -> None:
    """The same for what concerns a whole school; the refusal says ``sentence`` where one is given."""
    reach = reach_of(standing, action)
    if not reach.whole_school or reach.school_id != school_id:
        raise Refused(sentence or gettext("You may not do this for this school."), code="role")


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
