"""Lists of the classes, of who teaches what in them, and of the pupils of one."""

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, pgettext

from starrating.days import short_day
from starrating.spreadsheets.columns import Column, FileColumn, Kind, Words
from starrating.spreadsheets.resources import ListResource
from students.asked import Asked, Listed, ListExport
from students.classes.access import class_for, classes_for
from students.classes.page import class_accounts, class_list, class_page
from students.models import Enrolment, Staffing, User
from students.school.terms import shown_day


class ClassesResource(ListResource):
    """The page has a table for each grade."""

    title = _("Classes")
    grade = FileColumn("grade", _("Grade"))
    name = Column("name", _("Class"), heads=True, link="students:class")
    homeroom = Column("homeroom", _("Homeroom teacher"))
    pupils = Column("pupils", _("Pupils"), kind=Kind.NUMBER)


def classes(asked: Asked) -> Listed:
    page = class_list(asked.school, asked.standing, asked.today)
    return Listed(ClassesResource(), [row for grade in page.grades for row in grade.classes])


class TeachersResource(ListResource):
    """A file only: the page of each class names its own."""

    title = _("Who teaches what")
    class_name = FileColumn(column_name=_("Class"))
    task = FileColumn(column_name=_("Task"))
    teacher = FileColumn("user__name", _("Teacher"))
    since = FileColumn("starts_on", _("From day"))
    until = FileColumn("ends_on", _("To day"))

    def __init__(self, year: int) -> None:
        super().__init__()
        self.year = year

    def dehydrate_class_name(self, row: Staffing) -> str:
        return row.school_class.name_in(self.year)

    def dehydrate_task(self, row: Staffing) -> str:
        return row.subject.name if row.subject else row.get_role_display()


def teachers(asked: Asked) -> Listed:
    """List who teaches what on the day that the list of classes shows."""
    year, day = shown_day(asked.school, asked.today)
    own = classes_for(asked.school, asked.standing)
    rows = Staffing.objects.active_on(day).filter(school_class__in=own)
    rows = rows.select_related("school_class__school", "user", "subject")
    ordered = rows.order_by(
        "-school_class__entry_year", "school_class__number", "role", "subject__order", "starts_on", "pk"
    )
    return Listed(TeachersResource(year), ordered)


class RosterResource(ListResource):
    """The state of the accounts is for those who print the pupils' passwords; the page has a button beside it."""

    title = _("Pupils in seat order")
    seat = Column("seat", _("Seat"), kind=Kind.NUMBER, css="brief")
    name = Column("student__name", _("Name"), heads=True)
    number = Column("student__number", _("School number"))
    group = Column("group", _("Group"), widget=Words(str), css="brief")
    sign_in = Column(column_name=_("Sign-in"), template="students/classes/cells/sign_in.html")

    def __init__(self, *, may_reset: bool) -> None:
        super().__init__(without=() if may_reset else ["sign_in"])

    def dehydrate_sign_in(self, row: Enrolment) -> str:
        account = getattr(row.student, "user", None)
        if account is None:
            return gettext("no account")
        if not account.is_active:
            return pgettext("account", "deactivated")
        return f"{timezone.localdate(account.last_login)}" if account.last_login else never_in(account)


def never_in(account: User) -> str:
    """Say of an account that nobody has signed in to whether its slip has been printed."""
    issued = account.password_issued_at
    if not issued:
        return gettext("never")
    return gettext("never; slip printed on %(day)s") % {"day": short_day(timezone.localdate(issued))}


def roster(asked: Asked) -> Listed:
    page = class_page(class_for(asked.school, asked.standing, asked.key("of")), asked.today)
    may_reset = class_accounts(page, asked.standing).may_reset
    return Listed(RosterResource(may_reset=may_reset), page.pupils, page.name, page.school_class)


LISTS = (
    ListExport("classes", "students:roster", classes),
    ListExport("teachers", "students:roster", teachers),
    ListExport("roster", "students:class", roster),
)
