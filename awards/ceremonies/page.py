"""The page of one ceremony: who is called, in order of appearance; who is invited; what was handed out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Max

from awards.ceremonies.joining import members, waiting_by_ceremony, without_ceremony
from awards.models import Ceremony, Entitlement, Presentation
from awards.rules.ceremonies import ON_STAGE, CeremonyState, Reply
from awards.rules.entitlements import TO_DO, RewardKind
from starrating import joiners
from students.models import Enrolment, School, SchoolClass, Student, Term
from students.names.pinyin import spoken
from students.permits.reach import Reach


@dataclass(frozen=True)
class Call:
    """One certificate or title of a called pupil: to be handed out, handed out here, or settled otherwise."""

    entitlement: Entitlement
    handed: bool

    @property
    def to_do(self) -> bool:
        return self.entitlement.state in TO_DO

    @property
    def number(self) -> str:
        """The end of its number, which says the kind and no level."""
        return (self.entitlement.number or "").removeprefix(f"{self.entitlement.term.code}-")


@dataclass
class CallRow:
    """One pupil as called: ``number`` counts the order of appearance over the whole ceremony."""

    number: int
    term: Term
    student: Student
    school_class: SchoolClass
    has_left: bool
    certificate: Call | None = None
    parent_title: Call | None = None

    @property
    def class_name(self) -> str:
        return self.school_class.name_in(self.term.school_year)

    @property
    def spoken(self) -> str:
        return spoken(self.student.name)

    @property
    def calls(self) -> list[Call]:
        return [call for call in (self.certificate, self.parent_title) if call]


@dataclass(frozen=True)
class Invited:
    """A guardian's invitation: printed as the ceremony stands now, or before it was changed; and the reply."""

    entitlement: Entitlement
    presentation: Presentation | None
    revision: int

    @property
    def pk(self) -> int:
        return self.entitlement.pk

    @property
    def class_name(self) -> str:
        return self.entitlement.level.school_class.name_in(self.entitlement.term.school_year)

    @property
    def is_printed(self) -> bool:
        return self.presentation is not None and self.presentation.printed is not None

    @property
    def is_outdated(self) -> bool:
        """Whether what was printed says another day or place than the ceremony has now."""
        return self.is_printed and self.presentation is not None and self.presentation.printed != self.revision

    @property
    def reply(self) -> Reply:
        return Reply(self.presentation.reply) if self.presentation else Reply.NONE

    @property
    def guests(self) -> int:
        return self.presentation.guests if self.presentation else 0


@dataclass(frozen=True)
class CeremonyPage:
    ceremony: Ceremony
    today: dt.date
    # Whether the reader is of the office: others see their classes alone.
    whole: bool
    calls: Sequence[CallRow] = field(default_factory=list)
    invited: Sequence[Invited] = field(default_factory=list)

    @property
    def honours(self) -> list[str]:
        return honours_of(self.ceremony)

    @property
    def has_begun(self) -> bool:
        return self.ceremony.day <= self.today

    @property
    def may_change(self) -> bool:
        return self.whole and self.ceremony.is_planned

    @property
    def may_tick(self) -> bool:
        return self.may_change and self.has_begun

    @property
    def items(self) -> list[Call]:
        return [call for row in self.calls for call in row.calls]

    @property
    def waiting(self) -> list[int]:
        """Give the keys of what is still to be handed out."""
        return [call.entitlement.pk for call in self.items if call.to_do]

    @property
    def handed(self) -> int:
        return sum(call.handed for call in self.items)

    @property
    def titles(self) -> int:
        return sum(row.parent_title is not None for row in self.calls)

    @property
    def certificates(self) -> int:
        return sum(row.certificate is not None for row in self.calls)

    @property
    def left(self) -> list[CallRow]:
        return [row for row in self.calls if row.has_left]

    @property
    def outdated(self) -> int:
        return sum(one.is_outdated for one in self.invited)

    @property
    def coming(self) -> int:
        return sum(one.reply == Reply.COMING for one in self.invited)

    @property
    def guests(self) -> int:
        return sum(one.guests for one in self.invited)

    @property
    def declined(self) -> int:
        return sum(one.reply == Reply.DECLINED for one in self.invited)

    @property
    def silent(self) -> int:
        return sum(one.reply == Reply.NONE for one in self.invited)


@dataclass(frozen=True)
class CeremonyRow:
    """A ceremony on the list: how many papers wait for it, and how many were handed out at it."""

    ceremony: Ceremony
    waiting: int
    handed: int

    @property
    def pk(self) -> int:
        return self.ceremony.pk

    @property
    def honours(self) -> list[str]:
        return honours_of(self.ceremony)


@dataclass(frozen=True)
class Missing:
    """A certificate or title that no ceremony waits for; ``missed`` is the last one it was called at."""

    entitlement: Entitlement
    has_left: bool
    missed: dt.date | None

    @property
    def pk(self) -> int:
        return self.entitlement.pk

    @property
    def class_name(self) -> str:
        return self.entitlement.level.school_class.name_in(self.entitlement.term.school_year)


def honours_of(ceremony: Ceremony) -> list[str]:
    """Say whom a ceremony (with ``honoured__term``) honours: a line a term, its grades behind it."""
    grades: dict[Term, list[str]] = defaultdict(list)
    for row in ceremony.honoured.all():
        grades[row.term].append(ceremony.school.grade_name(row.grade))
    return [joiners.explained_by(term.name, joiners.in_a_row(names)) for term, names in grades.items()]


def ceremony_page(ceremony: Ceremony, reach: Reach, today: dt.date) -> CeremonyPage:
    """Gather the page for who reaches so far, in four statements besides the ceremony's own."""
    rows = list(members(ceremony))
    known = {one.entitlement_id: one for one in Presentation.objects.filter(ceremony=ceremony)}
    here = _here((row.student_id for row in rows), max(ceremony.day, today) if ceremony.is_planned else ceremony.day)
    calls: dict[tuple[int, int], CallRow] = {}
    for row in rows:
        if row.kind not in ON_STAGE:
            continue
        key = (row.term_id, row.student_id)
        line = calls.setdefault(
            key, CallRow(len(calls) + 1, row.term, row.student, row.level.school_class, row.student_id not in here)
        )
        call = Call(row, row.pk in known and known[row.pk].handed_as is not None)
        if row.kind == RewardKind.CERTIFICATE:
            line.certificate = call
        else:
            line.parent_title = call
    invited = [Invited(row, known.get(row.pk), ceremony.revision) for row in rows if row.kind == RewardKind.INVITATION]
    return CeremonyPage(
        ceremony,
        today,
        reach.whole_school,
        [row for row in calls.values() if reach.holds(row.school_class)],
        [row for row in invited if reach.holds(row.entitlement.level.school_class)],
    )


def ceremony_rows(ceremonies: Iterable[Ceremony], school: School) -> list[CeremonyRow]:
    """Give ceremonies with their counts, in two statements besides their own."""
    waiting = waiting_by_ceremony(school)
    handed = dict(
        Presentation.objects.filter(ceremony__school=school, handed_as__isnull=False)
        .order_by()
        .values_list("ceremony")
        .annotate(number=Count("pk"))
    )
    return [CeremonyRow(row, waiting.get(row.pk, 0), handed.get(row.pk, 0)) for row in ceremonies]


def missing_rows(school: School, reach: Reach, today: dt.date) -> list[Missing]:
    """Give what joins no ceremony within reach: handed over otherwise, or at one that is still to be planned."""
    rows = list(without_ceremony(school).filter(reach.within("level__school_class")))
    missed = dict(
        Presentation.objects.filter(entitlement__in=rows, ceremony__state=CeremonyState.CLOSED)
        .order_by()
        .values_list("entitlement")
        .annotate(last=Max("ceremony__day"))
    )
    here = _here((row.student_id for row in rows), today)
    return [Missing(row, row.student_id not in here, missed.get(row.pk)) for row in rows]


def _here(students: Iterable[int], day: dt.date) -> set[int]:
    """Give those of these pupils who sit in a class on ``day``."""
    rows = Enrolment.objects.active_on(day).filter(student__in=set(students))
    return set(rows.values_list("student", flat=True))
