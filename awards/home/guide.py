"""A new school's first steps, in order: what is done is read from the data, so that it can be left and resumed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from awards.home.to_do import Task, links_for
from awards.models import ClassRound, Scheme
from students.models import Enrolment, School, Staffing, StaffingRole, Term, User
from students.permits.roles import Standing


@dataclass(frozen=True)
class GuidePage:
    """The guide's ``steps`` in their order; the first that is not done is where to go on."""

    steps: Sequence[Task]

    @property
    def done(self) -> int:
        return sum(step.done is True for step in self.steps)

    @property
    def next(self) -> Task | None:
        return next((step for step in self.steps if step.done is False), None)


def has_begun(school: School) -> bool:
    """Tell whether the school has a sheet to work on: from then on the board is the place to start from."""
    return ClassRound.objects.filter(school_class__school=school).exists()


def guide_page(school: School, standing: Standing) -> GuidePage:
    """Gather the guide in seven statements."""
    link = links_for(standing)
    term = Term.objects.filter(school=school).order_by("-starts_on").first()
    published = Scheme.objects.filter(school=school).published().exists()
    pupils = Enrolment.objects.filter(school_class__school=school).values("student").distinct().count()
    teachers = Staffing.objects.filter(school_class__school=school, role=StaffingRole.HOMEROOM)
    homerooms = teachers.values("school_class").distinct().count()
    waiting = User.objects.filter(school=school, student__isnull=True, last_login__isnull=True).count()
    staff = User.objects.filter(school=school, student__isnull=True).count()
    steps = [
        Task(
            _("Names of school, grades and classes"),
            _("Check how they are shown, and the office's name and phone."),
            done=None,
            url=link("students:settings"),
        ),
        Task(
            _("The scheme"),
            _("The scheme chosen at set-up applies. Read it, try other numbers, then put it up on the wall."),
            done=published,
            url=link("awards:scheme") if published else link("awards:schemes"),
        ),
        Task(
            _("The first term"),
            _("Its first and last day; the months come with it and can be changed."),
            done=term is not None,
            url=link("awards:open_term") if term is None else link("awards:terms"),
        ),
        Task(
            _("The roster"),
            _("Classes and pupils from the school's own file, previewed before anything is saved."),
            done=bool(pupils),
            url=link("students:roster_upload"),
            more=ngettext("%(count)d pupil is on record.", "%(count)d pupils are on record.", pupils)
            % {"count": pupils}
            if pupils
            else "",
        ),
        Task(
            _("The staff"),
            _("Who is homeroom teacher and who teaches what, from the table of teaching tasks."),
            done=bool(homerooms),
            url=link("students:staff_upload"),
            more=ngettext(
                "%(count)d class has a homeroom teacher.", "%(count)d classes have a homeroom teacher.", homerooms
            )
            % {"count": homerooms}
            if homerooms
            else "",
        ),
        Task(
            _("Slips with passwords"),
            _("Print a one-time password for everybody who has not signed in yet, and hand the slips out."),
            done=None if waiting or staff < 2 else True,
            url=link("students:accounts"),
        ),
        Task(
            _("The first sheets"),
            _("They open by themselves on the first day of the month; Terms opens them sooner."),
            done=has_begun(school),
            url=link("awards:term", term.pk) if term else "",
        ),
    ]
    return GuidePage(steps)
