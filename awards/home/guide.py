"""A new school's first steps, in order: what is done is read from the data, so that it can be left and resumed."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.utils.translation import gettext as _, ngettext

from awards.home.to_do import Link, Task, links_for
from awards.models import ClassRound, Scheme
from students.models import Enrolment, School, SchoolRole, SchoolRoleKind, Staffing, StaffingRole, Term, User
from students.permits.roles import Standing

# The pages of the steps lead back to the guide.
BACK = "?back=/first-steps/"


@dataclass(frozen=True)
class GuidePage:
    """The guide's ``steps`` in their order; the first that is not done is where to go on.

    ``by_files`` are those of them that the box for files takes, ``by_slips`` the one that prints. ``others``: how many
    beside the reader can sign in; ``slips``: how many of the staff wait for their first password.
    """

    steps: Sequence[Task]
    by_files: Sequence[Task]
    by_slips: Task
    others: int = 0
    slips: int = 0

    @property
    def done(self) -> int:
        return sum(step.done is True for step in self.steps)

    @property
    def next(self) -> Task | None:
        return next((step for step in self.steps if step.done is False), None)

    @property
    def files_are_next(self) -> bool:
        return self.next in self.by_files

    @property
    def slips_are_next(self) -> bool:
        return bool(self.slips) and self.next == self.by_slips

    @property
    def is_ready(self) -> bool:
        """Whether somebody beside the administrator can sign in: before that a school has begun on paper only."""
        return bool(self.others)


def has_begun(school: School) -> bool:
    """Tell whether the school has a sheet to work on: from then on the board is the place to start from."""
    return ClassRound.objects.filter(school_class__school=school).exists()


def is_set_up(school: School, user: User) -> bool:
    """Tell whether the first steps are over for ``user``: there is a sheet, and others can sign in."""
    return has_begun(school) and who_can_sign_in(school, user).exists()


def who_can_sign_in(school: School, user: User) -> QuerySet[User]:
    """Select the active accounts of the school, but for the reader's own, that have a password."""
    others = User.objects.filter(school=school, is_active=True).exclude(pk=user.pk)
    return others.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def guide_page(school: School, user: User, standing: Standing, day: dt.date) -> GuidePage:
    """Gather the guide in eight statements."""
    link = links_for(standing)
    others = who_can_sign_in(school, user).count()
    waiting = User.objects.filter(school=school, student__isnull=True, is_active=True)
    slips = waiting.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX).count()
    term = Term.objects.filter(school=school).order_by("-starts_on").first()
    by_files, by_slips = list(_files(school, link)), _slips(slips, others, link)
    steps = [
        _term(term, link),
        *by_files,
        _office(school, day, link),
        by_slips,
        *_to_look_at(school, link),
        Task(
            _("The first sheets"),
            _("They open by themselves on the first day of the month; Terms opens them sooner."),
            done=has_begun(school),
            url=link("awards:term", term.pk) if term else "",
        ),
    ]
    return GuidePage(steps, by_files, by_slips, others, slips)


def _term(term: Term | None, link: Link) -> Task:
    return Task(
        _("The first term"),
        _("Its first and last day; the months come with it and can be changed."),
        done=term is not None,
        url=link("awards:open_term", query=BACK) if term is None else link("awards:term", term.pk),
        more=term.name if term else "",
    )


def _files(school: School, link: Link) -> Iterator[Task]:
    """Say of roster and staff what has come in; the box above the steps takes both at once."""
    pupils = Enrolment.objects.filter(school_class__school=school).values("student").distinct().count()
    text = ngettext("%(count)d pupil is on record.", "%(count)d pupils are on record.", pupils)
    yield Task(
        _("The roster"),
        _("Classes and pupils from the school's own file, previewed before anything is saved."),
        done=bool(pupils),
        url=link("students:roster_upload"),
        more=text % {"count": pupils} if pupils else "",
    )
    teachers = Staffing.objects.filter(school_class__school=school, role=StaffingRole.HOMEROOM)
    homerooms = teachers.values("school_class").distinct().count()
    text = ngettext("%(count)d class has a homeroom teacher.", "%(count)d classes have a homeroom teacher.", homerooms)
    yield Task(
        _("The staff"),
        _("Who is homeroom teacher and who teaches what, from the table of teaching tasks."),
        done=bool(homerooms),
        url=link("students:staff_upload"),
        more=text % {"count": homerooms} if homerooms else "",
    )


def _office(school: School, day: dt.date, link: Link) -> Task:
    held = SchoolRole.objects.active_on(day).filter(role=SchoolRoleKind.OFFICE, user__school=school)
    done = held.filter(user__is_active=True).exists()
    return Task(
        _("An account for %(office)s") % {"office": school.office_name},
        _("Who checks and files the sheets, enters champions and answers objections."),
        done=done,
        url=link("students:accounts") if done else link("students:add_account", query=f"{BACK}&role=office"),
    )


def _slips(slips: int, others: int, link: Link) -> Task:
    text = ngettext(
        "%(count)d colleague has no password yet: print the slip and hand it over.",
        "%(count)d colleagues have no password yet: print the slips and hand them out.",
        slips,
    )
    return Task(
        _("Slips with passwords"),
        text % {"count": slips} if slips else _("Print a one-time password for everybody on the staff."),
        done=bool(others) and not slips,
        url=link("students:accounts"),
    )


def _to_look_at(school: School, link: Link) -> Iterator[Task]:
    published = Scheme.objects.filter(school=school).published().exists()
    yield Task(
        _("The scheme"),
        _("The scheme chosen at set-up applies. Read it, try other numbers, then put it up on the wall."),
        done=published,
        url=link("awards:scheme") if published else link("awards:schemes"),
    )
    yield Task(
        _("Names of school, grades and classes"),
        _("Check how they are shown, and the office's name and phone."),
        done=None,
        url=link("students:settings"),
    )
