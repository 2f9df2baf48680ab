"""Proposals that the notes of minor faults prepare: enough of them in a term are a ground (A25)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from awards.models import FaultRecord, Ground
from students.models import School, SchoolClass, Student, Term


@dataclass(frozen=True)
class Prepared:
    """What a homeroom teacher may put before the office: a pupil with enough notes. Nothing follows by itself."""

    student: Student
    ground: Ground
    records: Sequence[FaultRecord]

    @property
    def initial(self) -> dict[str, object]:
        """Give what the form of a proposal begins with."""
        return {
            "student": self.student.number,
            "ground": self.ground.pk,
            "happened_on": self.records[-1].happened_on,
            "facts": _("Minor faults on record this term: %(count)d, the last of them on this day.")
            % {"count": len(self.records)},
            "records": "\n".join(f"{one.happened_on.isoformat()} {one.note}" for one in self.records),
        }


def prepared_for(classes: QuerySet[SchoolClass], term: Term) -> list[Prepared]:
    """Give the pupils of these classes with enough notes in ``term`` that no live deduction holds; two queries."""
    ground = Ground.objects.filter(scheme=term.pinned.scheme, min_records__gt=0).first()
    if ground is None:
        return []
    notes: dict[int, list[FaultRecord]] = defaultdict(list)
    rows = FaultRecord.objects.free().filter(term=term, school_class__in=classes).select_related("student")
    for row in rows.order_by("student__number", "happened_on", "pk"):
        notes[row.student_id].append(row)
    return [Prepared(own[0].student, ground, own) for own in notes.values() if len(own) >= ground.min_records]


def term_on(school: School, day: dt.date) -> Term | None:
    return Term.objects.filter(school=school).select_related("pinned__scheme").current_on(day).first()
