"""Who may be put up for merit awards (六3): the program lists what is to be looked at, people decide."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from awards.models import Entitlement, Level, Punishment, Violation
from awards.rules.entitlements import Flag, RewardKind, RewardState
from starrating import joiners
from starrating.days import long_day
from starrating.spreadsheets.columns import Column
from starrating.spreadsheets.resources import ListResource
from students.models import Term

# By flag and pupil: what on record makes it, each with its day.
Reasons = dict[Flag, dict[int, list[str]]]


@dataclass(frozen=True)
class EligibleRow:
    entitlement: Entitlement
    class_name: str
    level: str
    # Each flag with what it rests on.
    notes: Sequence[str]

    @property
    def pk(self) -> int:
        return self.entitlement.pk

    @property
    def decision(self) -> str:
        """What the school decided: put up, or withdrawn with its reason; empty while nobody has decided."""
        if self.entitlement.state == RewardState.DONE:
            return str(pgettext_lazy("merit award", "put up"))
        if self.entitlement.state == RewardState.WITHDRAWN:
            return joiners.explained_by(pgettext_lazy("merit award", "not put up"), self.entitlement.reason)
        return ""


def eligible_rows(term: Term) -> list[EligibleRow]:
    """Give everybody whose level makes them eligible, by class and seat; ``term`` with its scheme; four statements."""
    rows = (
        Entitlement.objects.filter(term=term, kind=RewardKind.AWARD_ELIGIBILITY)
        .select_related("student", "level__school_class__school")
        .in_paper_order()
    )
    names = dict(Level.objects.filter(scheme=term.pinned.scheme_id).values_list("number", "name"))
    reasons = _reasons(term, rows)
    return [
        EligibleRow(
            row,
            row.level.school_class.name_in(term.school_year),
            names.get(row.level.level, ""),
            [_note(Flag(flag), reasons, row.student_id) for flag in row.flags],
        )
        for row in rows
    ]


def _note(flag: Flag, reasons: Reasons, student_pk: int) -> str:
    found = reasons.get(flag, {}).get(student_pk, [])
    return joiners.explained_by(flag.label, joiners.in_a_row(found)) if found else str(flag.label)


def _reasons(term: Term, rows: QuerySet[Entitlement]) -> Reasons:
    students = rows.order_by().values("student")
    found: Reasons = {Flag.VIOLATION: defaultdict(list), Flag.PUNISHMENT: defaultdict(list)}
    for one in Violation.objects.confirmed().filter(term=term, student__in=students).select_related("ground"):
        found[Flag.VIOLATION][one.student_id].append(joiners.beside(long_day(one.happened_on), one.ground.name))
    for held in Punishment.objects.active_on(term.ends_on).filter(student__in=students):
        decided = joiners.beside(long_day(held.decided_on), held.get_kind_display())
        found[Flag.PUNISHMENT][held.student_id].append(decided)
    return found


class EligibilityResource(ListResource):
    title = _("Pupils eligible for merit awards")
    class_name = Column("class_name", _("Class"))
    name = Column("entitlement__student__name", _("Name"), heads=True, link="awards:entitlement")
    number = Column("entitlement__student__number", _("School number"))
    level = Column("level", _("Level"))
    notes = Column("notes", _("To look at"), width=40)
    decision = Column("decision", _("Decision"), width=20)
