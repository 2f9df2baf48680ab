"""Classes, pupils, groups, consents and accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reports.lists.asked import Asked, Listed
from starrating.spreadsheets.resources import ListResource, Shown
from students.accounts.forms import SearchForm
from students.accounts.pages import account_rows, accounts_asked
from students.classes import pages as classes_pages
from students.classes.access import class_for, class_within, classes_for
from students.consents.page import PupilRow, consents_page
from students.groups.page import GroupsPage, groups_page
from students.models import Consent, Enrolment, Staffing, User
from students.permits.reach import may_go
from students.school import terms


class ClassesResource(ListResource):
    grade = Shown(gettext_lazy("Grade"), lambda row: row[0])
    name = Shown(gettext_lazy("Class"), lambda row: row[1].name)
    homeroom = Shown(gettext_lazy("Homeroom teacher"), lambda row: row[1].homeroom)
    pupils = Shown(gettext_lazy("Pupils"), lambda row: row[1].pupils)


def classes(asked: Asked) -> Listed:
    page = classes_pages.class_list(asked.school, asked.standing, asked.today)
    return Listed(ClassesResource(), [(grade.name, row) for grade in page.grades for row in grade.classes])


class TeachersResource(ListResource):
    class_name = Shown(gettext_lazy("Class"), lambda row: row[0])
    task = Shown(gettext_lazy("Task"), lambda row: task_of(row[1]))
    teacher = Shown(gettext_lazy("Teacher"), lambda row: row[1].user.name)
    since = Shown(gettext_lazy("From day"), lambda row: row[1].starts_on)
    until = Shown(gettext_lazy("To day"), lambda row: row[1].ends_on)


def task_of(row: Staffing) -> str:
    return row.subject.name if row.subject else row.get_role_display()


def teachers(asked: Asked) -> Listed:
    """Who teaches what on the day that the list of classes shows."""
    year, day = terms.shown_day(asked.school, asked.today)
    own = classes_for(asked.school, asked.standing)
    rows = Staffing.objects.active_on(day).filter(school_class__in=own)
    rows = rows.select_related("school_class__school", "user", "subject")
    ordered = rows.order_by(
        "-school_class__entry_year", "school_class__number", "role", "subject__order", "starts_on", "pk"
    )
    return Listed(TeachersResource(), ((row.school_class.name_in(year), row) for row in ordered.iterator(2000)))


class RosterResource(ListResource):
    seat = Shown(gettext_lazy("Seat"), "seat")
    name = Shown(gettext_lazy("Name"), "student__name")
    number = Shown(gettext_lazy("School number"), "student__number")
    group = Shown(gettext_lazy("Group"), lambda row: str(row.group) if row.group else "")


def roster(asked: Asked) -> Listed:
    """The page of a class; with the state of the accounts for those who print the pupils' passwords."""
    page = classes_pages.class_page(class_for(asked.school, asked.standing, asked.key("of")), asked.today)
    sign_in = [Shown(gettext_lazy("Sign-in"), lambda row: sign_in_of(getattr(row.student, "user", None)))]
    may_reset = classes_pages.class_accounts(page, asked.standing).may_reset
    return Listed(RosterResource(sign_in if may_reset else []), page.pupils, page.name, page.school_class)


def sign_in_of(account: User | None) -> str:
    """As the class's page says it."""
    if account is None:
        return _("no account")
    if not account.is_active:
        return pgettext("account", "deactivated")
    return f"{timezone.localdate(account.last_login):%Y-%m-%d}" if account.last_login else never_in(account)


def never_in(account: User) -> str:
    """Of an account that nobody has signed in to: whether its slip has been printed."""
    issued = account.password_issued_at
    return f"{_('never; slip printed')} {timezone.localdate(issued):%Y-%m-%d}" if issued else _("never")


class GroupsResource(ListResource):
    group = Shown(gettext_lazy("Group"), "group")
    seat = Shown(gettext_lazy("Seat"), "place__seat")
    name = Shown(gettext_lazy("Name"), "place__student__name")
    leads = Shown(gettext_lazy("Group leader"), "leads")
    committee = Shown(gettext_lazy("Star committee"), "committee")


@dataclass(frozen=True)
class GroupPlace:
    group: str
    place: Enrolment
    leads: bool
    committee: bool


def groups(asked: Asked) -> Listed:
    page = groups_page(class_within(asked.school, asked.reach, asked.key("of")), asked.today)
    return Listed(GroupsResource(), _places(page), page.name, page.school_class)


def _places(page: GroupsPage) -> Iterator[GroupPlace]:
    """By group, those in none at the end."""
    members = {member.student.pk for member in page.committee}
    for card in page.groups:
        leader = card.leader.pk if card.leader else None
        for place in card.members:
            yield GroupPlace(card.shown, place, place.student_id == leader, place.student_id in members)
    for place in page.loose:
        yield GroupPlace("", place, leads=False, committee=place.student_id in members)


class ConsentsResource(ListResource):
    seat = Shown(gettext_lazy("Seat"), "seat")
    name = Shown(gettext_lazy("Name"), "student__name")
    photo = Shown(gettext_lazy("Photo"), lambda row: row.photo is not None)


def given_words(consent: Consent | None) -> str:
    """As the page says it; empty where there is none."""
    if consent is None:
        return ""
    day = date_format(consent.given_on, "SHORT_DATE_FORMAT")
    return _("%(who)s, %(day)s") % {"who": consent.given_by, "day": day}


def consents(asked: Asked) -> Listed:
    page = consents_page(class_within(asked.school, asked.reach, asked.key("of")), asked.today)

    def column(place: int, scope: str) -> Shown:
        def given(row: PupilRow) -> str:
            return given_words(row.cells[place].consent)

        return Shown(scope, given)

    scopes = [column(place, scope) for place, scope in enumerate(page.scopes)]
    return Listed(ConsentsResource(scopes, after="name"), page.rows, page.name, page.school_class)


class AccountsResource(ListResource):
    name = Shown(gettext_lazy("Name"), "user__name")
    account = Shown(gettext_lazy("Account"), "user__username")
    roles = Shown(gettext_lazy("Roles"), "roles")
    classes = Shown(gettext_lazy("Classes"), "classes")
    last_login = Shown(gettext_lazy("Last signed in"), lambda row: row.user.last_login or never_in(row.user))


def accounts(asked: Asked) -> Listed:
    form = SearchForm(asked.params, closed=may_go(asked.standing, "students:change_details"))
    found = accounts_asked(form, asked.school, asked.standing, asked.today)
    return Listed(AccountsResource(), account_rows(found, asked.school, asked.today))
