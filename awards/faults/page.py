"""The notes of a class's minor faults, as their reader may see them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.faults.access import faults_to_read, sees_all
from awards.faults.forms import NoteForm
from awards.models import FaultRecord
from awards.violations.prepared import Prepared, prepared_for, term_on
from students.models import SchoolClass, User
from students.permits.roles import Standing

# What a datalist offers beside the school's own words.
MOST_KINDS = 12


@dataclass(frozen=True)
class FaultsPage:
    school_class: SchoolClass
    name: str
    all_seen: bool
    rows: Sequence[FaultRecord]
    prepared: Sequence[Prepared]
    kinds: Sequence[str]
    form: NoteForm


def faults_page(
    school_class: SchoolClass, user: User, standing: Standing, today: dt.date, form: NoteForm | None = None
) -> FaultsPage:
    """Gather the notes of the term; a number of queries that does not grow with them."""
    term = term_on(school_class.school, today)
    all_seen = sees_all(standing, school_class)
    rows = faults_to_read(standing, user).filter(school_class=school_class, term=term).order_by("-happened_on", "-pk")
    just_this = SchoolClass.objects.filter(pk=school_class.pk)
    return FaultsPage(
        school_class=school_class,
        name=school_class.name_in(term.school_year) if term else str(school_class),
        all_seen=all_seen,
        rows=list(rows),
        prepared=prepared_for(just_this, term) if term and all_seen else [],
        kinds=_kinds(school_class),
        form=form or NoteForm(school_class=school_class, today=today),
    )


def _kinds(school_class: SchoolClass) -> list[str]:
    """Give the words that the school has used last, then the common ones."""
    used = FaultRecord.objects.filter(school_class__school=school_class.school_id).order_by("-pk")
    common = (
        _("Late"),
        _("Homework missing"),
        _("Talking in class"),
        _("Chasing in the corridor"),
        _("Dropping litter"),
    )
    return list(dict.fromkeys([*used.values_list("note", flat=True)[:100], *common]))[:MOST_KINDS]
