"""月度喜报: a small paper for each pupil of a class's month, eight to a page; which stars, and no number.

Everybody in the class gets one, so that nobody is seen without: who has no star to name, a word of encouragement (A69).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, SheetState, StarEntry, StarItem
from reports.namesakes import Seats, namesakes_on, told_apart
from reports.papers.sheets_and_slips import seats_in
from reports.phrases import may_be_named
from reports.typesetting.placeholders import chinese_day
from reports.typesetting.stacking import stacked
from reports.typesetting.typeset import typeset_rows
from reports.typesetting.wordings import filled_labels, unit_words
from starrating.refused import Refused
from students.models import Enrolment

# Whole pages of eight.
_SLIPS_A_PART = 400

# By class and pupil: the stars of the month in the order of the scheme.
Winners = Mapping[int, Mapping[int, Sequence[str]]]
# By class its pupils at the end of the round by name; only they may have stars of it (A44).
Seated = Mapping[int, Mapping[int, str]]


def good_news_pdf(sheets: Sequence[ClassRound]) -> bytes:
    """Set the slips of those of ``sheets`` that are final, by class and seat; loaded as for a notice, of one round.

    Six statements however many there are. Raises :class:`Refused` where none is final, or no star may be named.
    """
    final = [sheet for sheet in sheets if sheet.state == SheetState.FINAL]
    if not final:
        raise Refused(
            _("Good-news slips are printed once the month is final: its notice has not run out yet."), code="not-final"
        )
    winners, seats = _winners(final), seats_in(final)
    if not winners:
        raise Refused(
            _("Nobody has a star of this month that may be named on a paper. There is nothing to print."),
            code="no-stars",
        )
    seated = _seated(final)
    twice = namesakes_on(final[0].round.ends_on, [sheet.school_class_id for sheet in final])
    rows = [row for sheet in final for row in _rows(sheet, seated, winners, seats, twice)]
    school = final[0].school_class.school
    round_ = final[0].round
    words = filled_labels("good_news", 月份=round_.month_name, **unit_words(round_.term.pinned.scheme.unit))
    shared = {"school": school.name, "labels": words}
    return typeset_rows("good_news", shared, stacked(rows, 8, itemgetter("class"), nobody={}), size=_SLIPS_A_PART)


def _rows(
    sheet: ClassRound, seated: Seated, winners: Winners, seats: Mapping[int, int | None], twice: Seats
) -> Iterator[dict[str, object]]:
    names, won = seated.get(sheet.school_class_id, {}), winners.get(sheet.school_class_id, {})
    ordered = sorted(names.items(), key=lambda row: (seats.get(row[0]) is None, seats.get(row[0]) or 0, row[0]))
    day = chinese_day(timezone.localdate(sheet.final_at)) if sheet.final_at else ""
    for pk, name in ordered:
        yield {"name": told_apart(name, pk, twice), "class": sheet.class_name, "stars": won.get(pk, []), "day": day}


def _seated(sheets: Sequence[ClassRound]) -> Seated:
    """Name the pupils of each class as they sat at the end of the round. An allow-list: key and name."""
    places = Enrolment.objects.active_on(sheets[0].round.ends_on)
    places = places.filter(school_class__in=[sheet.school_class_id for sheet in sheets])
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for class_pk, pupil_pk, name in places.values_list("school_class", "student", "student__name"):
        found[class_pk][pupil_pk] = name
    return found


def _winners(sheets: Sequence[ClassRound]) -> Winners:
    """Give who won what in the class, as it stands in the ledger today: what was taken back is left out."""
    round_ = sheets[0].round
    items = StarItem.objects.filter(scheme=round_.term.pinned.scheme_id)
    named = [item.pk for item in items if may_be_named(item, round_.term.pinned.scheme)]
    entries = StarEntry.objects.standing().filter(
        round=round_, school_class__in=[sheet.school_class_id for sheet in sheets], item__in=named, stars__gt=0
    )
    found: dict[int, dict[int, list[str]]] = defaultdict(dict)
    # An allow-list: no other column of a pupil is read, so that none can be printed.
    rows = entries.order_by("item__kind", "item__order", "pk")
    for class_pk, pupil_pk, star in rows.values_list("school_class_id", "student_id", "item__name"):
        stars = found[class_pk].setdefault(pupil_pk, [])
        if star not in stars:
            stars.append(star)
    return found
