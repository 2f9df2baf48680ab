"""Post to the ledger: the only writer of star entries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from awards.models import Champion, ClassRound, Credit, EntrySource, Nomination, Round, StarEntry, StarItem, Violation
from awards.terms.locks import demand_pupils_open
from starrating.texts.keeping import keep_all, worded
from students.models import SchoolClass, Term, User


def post_champions(
    champions: Sequence[Champion], items: Mapping[str, StarItem], round_: Round, *, by: User, at: dt.datetime
) -> int:
    """Enter first places as the stars of their kind's item (五5); gives the number of entries.

    Champions come with ``exam`` and ``subject`` loaded. A kind for which the scheme has no item, or one that is worth
    nothing, enters nothing.
    """
    for term in {champion.exam.term for champion in champions}:
        _demand_open(term, champions)
    entries = [
        StarEntry(
            term_id=round_.term_id,
            round=round_,
            student_id=champion.student_id,
            school_class_id=champion.school_class_id,
            item=items[champion.kind],
            detail=_detail(champion),
            stars=items[champion.kind].value,
            source=EntrySource.CHAMPION,
            champion=champion,
            by=by,
            entered_at=at,
        )
        for champion in champions
        if champion.kind in items and items[champion.kind].value
    ]
    StarEntry.objects.bulk_create(entries, batch_size=500)
    return len(entries)


def post_deduction(
    violation: Violation, round_: Round, school_class: SchoolClass, *, by: User, at: dt.datetime
) -> StarEntry:
    """Enter a confirmed violation as the stars it takes (五6); it comes with ``ground`` loaded.

    ``school_class`` is the class of the day that decides which term is hit.
    """
    return StarEntry.objects.create(
        term_id=round_.term_id,
        round=round_,
        student_id=violation.student_id,
        school_class=school_class,
        detail=violation.ground.name,
        stars=-violation.stars,
        source=EntrySource.VIOLATION,
        violation=violation,
        by=by,
        entered_at=at,
    )


def post_credit(
    credit: Credit, school_class: SchoolClass, round_: Round, *, detail: str, by: User, at: dt.datetime
) -> StarEntry:
    """Enter stars that the office credits, of no item, under the class and the month that its ground names."""
    demand_pupils_open(round_.term, [credit.student_id], [school_class.pk])
    return StarEntry.objects.create(
        term_id=round_.term_id,
        round=round_,
        student_id=credit.student_id,
        school_class=school_class,
        detail=detail,
        stars=credit.stars,
        source=EntrySource.CREDIT,
        credit=credit,
        by=by,
        entered_at=at,
    )


def reverse_entries(entries: Sequence[StarEntry], *, reason: str, by: User, at: dt.datetime) -> list[StarEntry]:
    """Enter the opposite of each entry, with why, and give these. A second reversal the database refuses."""
    by_term: dict[int, list[StarEntry]] = defaultdict(list)
    for entry in entries:
        by_term[entry.term_id].append(entry)
    for term in Term.objects.filter(pk__in=by_term).select_related("school"):
        _demand_open(term, by_term[term.pk])
    reversals = [
        StarEntry(
            term_id=entry.term_id,
            round_id=entry.round_id,
            student_id=entry.student_id,
            school_class_id=entry.school_class_id,
            item_id=entry.item_id,
            detail=entry.detail,
            stars=-entry.stars,
            source=EntrySource.REVERSAL,
            reverses=entry,
            reason_kept=worded(reason, about=entry.student_id),
            by=by,
            entered_at=at,
        )
        for entry in entries
    ]
    keep_all(reversal.reason_kept for reversal in reversals)
    return StarEntry.objects.bulk_create(reversals, batch_size=500)


def _demand_open(term: Term, rows: Sequence[Champion] | Sequence[StarEntry]) -> None:
    demand_pupils_open(term, {row.student_id for row in rows}, {row.school_class_id for row in rows})


def _detail(champion: Champion) -> str:
    if champion.subject is None:
        return champion.exam.name
    return f"{champion.exam.name} {champion.subject.name}"


def post_lines(sheets: Sequence[ClassRound], lines: Sequence[Nomination], *, by: User | None, at: dt.datetime) -> int:
    """Enter every line as stars of its item's value; the caller holds the locks of ``sheets``.

    Lines need ``item`` loaded, sheets ``round``. A line is entered once, held by a unique constraint. Gives the
    number of entries.
    """
    by_pk = {sheet.pk: sheet for sheet in sheets}
    classes = {sheet.school_class_id for sheet in sheets}
    for term in {sheet.round.term for sheet in sheets}:
        demand_pupils_open(term, {line.student_id for line in lines}, classes)
    entries = [
        StarEntry(
            term_id=by_pk[line.class_round_id].round.term_id,
            round_id=by_pk[line.class_round_id].round_id,
            student_id=line.student_id,
            school_class_id=by_pk[line.class_round_id].school_class_id,
            item_id=line.item_id,
            stars=line.item.value,
            source=EntrySource.NOMINATION,
            nomination=line,
            by=by,
            entered_at=at,
        )
        for line in lines
        if line.item.value
    ]
    StarEntry.objects.bulk_create(entries, batch_size=1000)
    return len(entries)
