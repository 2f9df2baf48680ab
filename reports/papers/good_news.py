"""月度喜报: a small paper for each pupil with stars of a class's month, eight to a page; which stars, and no number."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, SheetState, StarEntry, StarItem
from reports.papers.sheets_and_slips import seats_in, told_apart
from reports.phrases import may_be_named
from reports.typesetting.placeholders import chinese_day
from reports.typesetting.typeset import typeset_rows
from reports.typesetting.wordings import filled_labels, unit_words
from starrating.refused import Refused

# Whole pages of eight.
_SLIPS_A_PART = 400

# By class and pupil: the pupil's name, and the stars of the month in the order of the scheme.
Winners = Mapping[int, Mapping[int, tuple[str, Sequence[str]]]]


def good_news_pdf(sheets: Sequence[ClassRound]) -> bytes:
    """Set the slips of those of ``sheets`` that are final, by class and seat; loaded as for a notice, of one round.

    Four statements however many there are. Raises :class:`Refused` where none is final, or no star may be named.
    """
    final = [sheet for sheet in sheets if sheet.state == SheetState.FINAL]
    if not final:
        raise Refused(
            _("Good-news slips are printed once the month is final: its notice has not run out yet."), code="not-final"
        )
    winners, seats = _winners(final), seats_in(final)
    rows = [row for sheet in final for row in _rows(sheet, winners.get(sheet.school_class_id, {}), seats)]
    if not rows:
        raise Refused(
            _("Nobody has a star of this month that may be named on a paper. There is nothing to print."),
            code="no-stars",
        )
    school = final[0].school_class.school
    round_ = final[0].round
    words = filled_labels("good_news", 月份=round_.month_name, **unit_words(round_.term.pinned.scheme.unit))
    shared = {"school": school.name, "labels": words}
    return typeset_rows("good_news", shared, rows, size=_SLIPS_A_PART)


def _rows(
    sheet: ClassRound, winners: Mapping[int, tuple[str, Sequence[str]]], seats: Mapping[int, int | None]
) -> list[dict[str, object]]:
    bearers = Counter(name for name, _stars in winners.values())
    ordered = sorted(winners.items(), key=lambda row: (seats.get(row[0]) is None, seats.get(row[0]) or 0, row[0]))
    day = chinese_day(timezone.localdate(sheet.final_at)) if sheet.final_at else ""
    return [
        {"name": told_apart(name, bearers[name], seats.get(pk)), "class": sheet.class_name, "stars": stars, "day": day}
        for pk, (name, stars) in ordered
    ]


def _winners(sheets: Sequence[ClassRound]) -> Winners:
    """Give who won what in the class, as it stands in the ledger today: what was taken back is left out."""
    round_ = sheets[0].round
    items = StarItem.objects.filter(scheme=round_.term.pinned.scheme_id)
    named = [item.pk for item in items if may_be_named(item, round_.term.pinned.scheme)]
    entries = StarEntry.objects.standing().filter(
        round=round_, school_class__in=[sheet.school_class_id for sheet in sheets], item__in=named, stars__gt=0
    )
    found: dict[int, dict[int, tuple[str, list[str]]]] = defaultdict(dict)
    # An allow-list: no other column of a pupil is read, so that none can be printed.
    rows = entries.order_by("item__kind", "item__order", "pk")
    for class_pk, pupil_pk, name, star in rows.values_list(
        "school_class_id", "student_id", "student__name", "item__name"
    ):
        stars = found[class_pk].setdefault(pupil_pk, (name, []))[1]
        if star not in stars:
            stars.append(star)
    return found
