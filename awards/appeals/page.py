"""Appeals as those see them who answer, and as the appellant does."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _, ngettext

from awards.appeals.access import appealable, own_appeals
from awards.appeals.deadlines import last_day_to_appeal
from awards.appeals.deciders import decided_before, left_to_decide, may_decide
from awards.appeals.forms import AnswerForm, NameForm
from awards.appeals.raising import is_own, may_go_up
from awards.appeals.subjects import Subject, decided
from awards.appeals.workflow import Move, may
from awards.models import Appeal, AppealAbout, AppealDecision, AppealState, FaultRecord, Punishment, Violation
from starrating.days import long_day
from starrating.joiners import beside, explained_by, in_a_row
from students.models import SchoolRole, Staffing, User
from students.permits.reach import may_go
from students.permits.roles import Standing

# The looks of the state badges that there are (docs/design-system.md).
_LOOKS = {
    AppealState.OPEN: "disputed",
    AppealState.ANSWERED: "done",
    AppealState.GONE_UP: "disputed",
    AppealState.CLOSED: "done",
    AppealState.WITHDRAWN: "not_started",
}


def title_of(subject: Subject) -> str:
    """Name a decision as its record does, in one line."""
    if isinstance(subject, Violation):
        stars = subject.term.pinned.scheme.counted(subject.stars)
        return explained_by(_("Deduction of %(stars)s") % {"stars": stars}, subject.ground.name)
    if isinstance(subject, Punishment):
        return explained_by(AppealAbout.PUNISHMENT.label, subject.get_kind_display())
    stars = subject.term.pinned.scheme.counted(subject.total)
    return explained_by(_("Settled level of %(term)s") % {"term": subject.term.name}, stars)


def facts_of(subject: Subject) -> str:
    """Say what the decision rests on; a settled level rests on its stars."""
    if isinstance(subject, Violation):
        return beside(long_day(subject.happened_on), subject.facts)
    return subject.ground if isinstance(subject, Punishment) else ""


@dataclass(frozen=True)
class AppealRow:
    appeal: Appeal
    today: dt.date

    @property
    def title(self) -> str:
        return title_of(self.appeal.subject)

    @property
    def look(self) -> str:
        return "late" if self.late_days else _LOOKS[AppealState(self.appeal.state)]

    @property
    def late_days(self) -> int:
        """Days after the last day for an answer that is still owed."""
        return max(0, (self.today - self.appeal.due_on).days) if self.appeal.is_waiting else 0

    @property
    def late_note(self) -> str:
        if not self.late_days:
            return ""
        return ngettext("%(count)d day late", "%(count)d days late", self.late_days) % {"count": self.late_days}

    @property
    def answers(self) -> Sequence[tuple[AppealDecision, str]]:
        """Give each answer with what it gave back, empty where that is nothing."""
        return [(one, self._given(one)) for one in self.appeal.decisions.all()]

    def _given(self, answer: AppealDecision) -> str:
        subject = self.appeal.subject
        if not answer.stars or isinstance(subject, Punishment):
            return answer.get_kind_display()
        return _("Restored: %(stars)s") % {"stars": subject.term.pinned.scheme.counted(answer.stars)}


def rows_of(appeals: Iterable[Appeal], today: dt.date) -> list[AppealRow]:
    return [AppealRow(one, today) for one in appeals]


@dataclass(frozen=True)
class AppealPage:
    """One case. ``left``: who of the step's office may still answer; a form is None where it is not the reader's."""

    row: AppealRow
    facts: str
    left: str
    may_withdraw: bool
    answer_form: forms.Form | None
    name_form: forms.Form | None
    goes_up: bool

    @property
    def appeal(self) -> Appeal:
        return self.row.appeal


def appeal_page(appeal: Appeal, user: User, standing: Standing, today: dt.date, **bound: forms.Form) -> AppealPage:
    """Gather one case for its reader; ``bound`` are forms that were sent and refused."""
    left = list(left_to_decide(appeal, today)) if appeal.is_waiting else []
    answers = may(appeal, Move.ANSWER) and may_decide(appeal, user, standing)
    names = may(appeal, Move.NAME) and not left and may_go(standing, "awards:appeal_name")
    return AppealPage(
        row=AppealRow(appeal, today),
        facts=facts_of(appeal.subject),
        left=in_a_row(one.name for one in left),
        may_withdraw=may(appeal, Move.WITHDRAW) and is_own(appeal, standing, "awards:appeal_withdraw"),
        answer_form=(bound.get("answer_form") or AnswerForm(appeal=appeal)) if answers else None,
        name_form=(bound.get("name_form") or name_form(appeal, today)) if names else None,
        goes_up=is_own(appeal, standing, "awards:appeal_go_up") and may_go_up(appeal, today),
    )


def name_form(appeal: Appeal, today: dt.date, data: object = None) -> NameForm:
    """Offer the staff of the school that holds a role or a class and did not decide before."""
    roles = SchoolRole.objects.active_on(today).filter(user__school=appeal.school_id).values("user")
    tasks = Staffing.objects.active_on(today).filter(user__school=appeal.school_id).values("user")
    staff = User.objects.filter(Q(pk__in=roles) | Q(pk__in=tasks), is_active=True)
    staff = staff.exclude(pk__in=decided_before(appeal))
    return NameForm(data, staff=staff)


@dataclass(frozen=True)
class OpenTo:
    """A decision that can be appealed against, until when in time."""

    about: AppealAbout
    subject: Subject

    @property
    def title(self) -> str:
        return title_of(self.subject)

    @property
    def told_on(self) -> dt.date:
        return decided(self.subject).told_on

    @property
    def last_day(self) -> dt.date:
        return last_day_to_appeal(self.subject.student.school, self.told_on)


def open_to(student: int) -> list[OpenTo]:
    return [OpenTo(about, subject) for about, subject in appealable(student)]


@dataclass(frozen=True)
class OwnPage:
    """A pupil's own: what was decided and can be appealed against, appeals with their answers, minor faults noted."""

    open_to: Sequence[OpenTo]
    rows: Sequence[tuple[AppealRow, bool]]
    faults: Sequence[FaultRecord]


def own_page(standing: Standing, today: dt.date) -> OwnPage:
    student = standing.student_id or 0
    rows = rows_of(own_appeals(standing), today)
    mine = [is_own(row.appeal, standing, "awards:appeal_go_up") and may_go_up(row.appeal, today) for row in rows]
    return OwnPage(
        open_to=open_to(student),
        rows=list(zip(rows, mine, strict=True)),
        faults=list(FaultRecord.objects.filter(student=student).order_by("-happened_on", "-pk")),
    )
