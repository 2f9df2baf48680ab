"""月度喜报: a small paper for each pupil with stars of a class's month, eight to a page; which stars, and no number."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import ClassRound, SheetState, StarEntry, StarItem
from reports.phrases import may_be_named
from reports.typesetting.placeholders import chinese_day
from reports.typesetting.typeset import Progress, typeset_rows
from reports.typesetting.wordings import filled_labels
from starrating.refused import Refused
from students.models import Enrolment

# Whole pages of eight.
_SLIPS_A_PART = 400

# By class and pupil: the pupil's name, and the stars of the month in the order of the scheme.
Winners = Mapping[int, Mapping[int, tuple[str, Sequence[str]]]]


def good_news_pdf(sheets: Sequence[ClassRound], *, progress: Progress | None = None) -> bytes:
    """Set the slips of those of ``sheets`` that are final, by class and seat; loaded as for a notice, of one round.

    Four statements however many there are. Raises :class:`Refused` where none is final, or no star may be named.
    """
    final = [sheet for sheet in sheets if sheet.state == SheetState.FINAL]
    if not final:
        raise Refused(
            _("Good-news slips are printed once the month is final: its notice has not run out yet."), code="not-final"
        )
    winners, seats = _winners(final), _seats(final)
    rows = [row for sheet in final for row in _rows(sheet, winners.get(sheet.school_class_id, {}), seats)]
    if not rows:
        raise Refused(_("Nobody has a star of this month that may be named on a paper."), code="no-stars")
    school = final[0].school_class.school
    shared = {"school": school.name, "labels": filled_labels("good_news", 月份=final[0].round.month_name)}
    return typeset_rows("good_news", shared, rows, size=_SLIPS_A_PART, progress=progress)


def _rows(
    sheet: ClassRound, winners: Mapping[int, tuple[str, Sequence[str]]], seats: Mapping[int, int | None]
) -> list[dict[str, object]]:
    bearers = Counter(name for name, _stars in winners.values())
    ordered = sorted(winners, key=lambda pk: (seats.get(pk) is None, seats.get(pk) or 0, pk))
    day = chinese_day(timezone.localdate(sheet.final_at)) if sheet.final_at else ""
    return [
        {
            "name": _shown(winners[pk][0], bearers, seats.get(pk)),
            "class": sheet.class_name,
            "stars": list(winners[pk][1]),
            "day": day,
        }
        for pk in ordered
    ]


def _shown(name: str, bearers: Mapping[str, int], seat: int | None) -> str:
    """Write a name; of two with one name each carries the seat, so that the right one gets the paper."""
    return f"{name}（{seat}号）" if bearers[name] > 1 and seat else name


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


def _seats(sheets: Sequence[ClassRound]) -> dict[int, int | None]:
    rows = Enrolment.objects.active_on(sheets[0].round.ends_on).filter(
        school_class__in=[sheet.school_class_id for sheet in sheets]
    )
    return dict(rows.values_list("student_id", "seat"))
