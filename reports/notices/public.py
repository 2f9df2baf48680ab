"""The notices that anybody may read while they stand: masked names of those whose guardians agreed (P2)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from awards.models import ClassRound, Nomination, SheetState, StarItem
from reports.phrases import period
from students.models import Consent, ConsentScope, School


@dataclass(frozen=True)
class PublicStar:
    """A star and the masked names under it."""

    name: str
    winners: Sequence[str]


@dataclass(frozen=True)
class PublicNotice:
    """All that the open network learns of a class's month."""

    class_name: str
    month: str
    period: str
    stars: Sequence[PublicStar]

    @property
    def has_any(self) -> bool:
        return any(star.winners for star in self.stars)


def standing_on(school: School, today: dt.date) -> QuerySet[ClassRound]:
    """Give the sheets whose notice stands on ``today``; none while the school keeps its public pages off."""
    sheets = ClassRound.objects.filter(
        school_class__school=school,
        school_class__school__public_pages=True,
        state=SheetState.IN_NOTICE,
        notice_from__lte=today,
        notice_until__gte=today,
    )
    related = sheets.whole()
    return related.order_by("-round__starts_on", "-school_class__entry_year", "school_class__number")


def public_notice(sheet: ClassRound, today: dt.date) -> PublicNotice:
    """Give the notice of one sheet of :func:`standing_on`. Three queries."""
    items = StarItem.objects.filter(public=True).of_round(sheet.round)
    agreed = Consent.objects.in_force(ConsentScope.PUBLICATION, today).values("student")
    lines = Nomination.objects.placed().filter(class_round=sheet, item__in=items, student__in=agreed)
    winners: dict[int, list[str]] = {item.pk: [] for item in items}
    # An allow-list: of a pupil nothing but the name is read, and of the name the middle is covered.
    for item_pk, name in lines.values_list("item_id", "student__name"):
        winners[item_pk].append(masked_in_public(name))
    first, last = sheet.notice_from, sheet.notice_until
    return PublicNotice(
        class_name=sheet.class_name,
        month=sheet.round.month_name,
        period=period(first, last) if first and last else "",
        stars=[PublicStar(item.name, winners[item.pk]) for item in items],
    )


def masked_in_public(name: str) -> str:
    """Mask a name: 张珊 is 张*; of three and more characters the first and the last stay: 欧**华."""
    if len(name) < 3:
        return f"{name[:1]}*"
    return f"{name[0]}{'*' * min(len(name) - 2, 4)}{name[-1]}"
