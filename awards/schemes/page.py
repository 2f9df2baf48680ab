"""The scheme as a text for the wall: what is awarded for what, by whom, and what follows (A58)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _, ngettext

from awards.models import ExamKind, Ground, Level, Scheme, StarItem, Step
from awards.rules.kinds import DayKind, DeductionMode, ItemKind, Overlap, QuotaKind, Ties
from starrating.own_words import in_own_words
from students.models import Term


@dataclass(frozen=True)
class LevelLine:
    """A level; ``until`` is its last number of stars, None for the highest."""

    name: str
    lower_bound: int
    until: int | None


@dataclass(frozen=True)
class SchemePage:
    """The version ``scheme``; ``term`` is the one that it is shown for, None before the first.

    ``months`` stands beside ``ordinary``: in words the months in which each is awarded, empty for every month.
    """

    scheme: Scheme
    term: Term | None
    ordinary: Sequence[StarItem]
    months: Sequence[str]
    champions: Sequence[StarItem]
    steps: Sequence[Step]
    limits: Sequence[str]
    notice: Sequence[str]
    exams: Sequence[ExamKind]
    champion_rules: Sequence[str]
    grounds: Sequence[Ground]
    deduction_rules: Sequence[str]
    levels: Sequence[LevelLine]
    rewards: Sequence[str]

    @property
    def items_in_months(self) -> Sequence[tuple[StarItem, str]]:
        return list(zip(self.ordinary, self.months, strict=True))


def scheme_page(scheme: Scheme, term: Term | None) -> SchemePage:
    """Gather the scheme in five queries."""
    items = list(StarItem.objects.filter(scheme=scheme))
    ordinary = [item for item in items if item.kind == ItemKind.ORDINARY]
    levels = list(Level.objects.filter(scheme=scheme))
    return SchemePage(
        scheme=scheme,
        term=term,
        ordinary=ordinary,
        months=[item.month_names for item in ordinary],
        champions=[item for item in items if item.kind != ItemKind.ORDINARY],
        steps=list(Step.objects.filter(scheme=scheme)),
        limits=limits(scheme),
        notice=notice(scheme),
        exams=[kind for kind in ExamKind.objects.filter(scheme=scheme) if kind.counts],
        champion_rules=champion_rules(scheme),
        grounds=list(Ground.objects.filter(scheme=scheme)),
        deduction_rules=deduction_rules(scheme),
        levels=level_lines(levels),
        rewards=rewards(scheme, {level.number: level.name for level in levels}),
    )


def limits(scheme: Scheme) -> list[str]:
    """Say how many items a pupil and how many pupils an item may have (五4, A7, A8), and how often (A12)."""
    found = []
    if scheme.self_report_max:
        sentence = ngettext(
            "A pupil may have at most %(count)d item per round.",
            "A pupil may have at most %(count)d items per round.",
            scheme.self_report_max,
        )
        found.append(sentence % {"count": scheme.self_report_max})
    if scheme.quota_kind == QuotaKind.FIXED:
        sentence = ngettext(
            "Each item goes to at most %(count)d pupil per class and round.",
            "Each item goes to at most %(count)d pupils per class and round.",
            scheme.quota_number,
        )
        found.append(sentence % {"count": scheme.quota_number})
    else:
        sentence = _("Each item goes to at most %(percent)d%% of a class per round, and to at least %(minimum)d.")
        found.append(sentence % {"percent": scheme.quota_percent, "minimum": scheme.quota_minimum})
    found.append(_("An item may go to fewer pupils, or to nobody: better none than one that is not earned."))
    if scheme.item_repeats_per_term:
        sentence = ngettext(
            "The same item goes to the same pupil at most %(count)d time per term.",
            "The same item goes to the same pupil at most %(count)d times per term.",
            scheme.item_repeats_per_term,
        )
        found.append(sentence % {"count": scheme.item_repeats_per_term})
    return found


def notice(scheme: Scheme) -> list[str]:
    """Say how long the notice stands, and what an objection stops and when it is answered (A35 to A37, A56)."""
    period = (
        ngettext("%(count)d working day", "%(count)d working days", scheme.notice_days)
        if scheme.notice_day_kind == DayKind.WORKING
        else ngettext("%(count)d day", "%(count)d days", scheme.notice_days)
    ) % {"count": scheme.notice_days}
    sentence = _("Results are put on public notice for %(period)s; then they take effect.")
    answer = ngettext(
        "Whoever objects in that time is answered within %(count)d working day; only the disputed star waits.",
        "Whoever objects in that time is answered within %(count)d working days; only the disputed star waits.",
        scheme.objection_reply_days,
    )
    return [sentence % {"period": period}, answer % {"count": scheme.objection_reply_days}]


def champion_rules(scheme: Scheme) -> list[str]:
    """Say which first places count, and what becomes of ties (A1, A2, A13)."""
    ties = {
        Ties.ALL: _("All who share a first place get the star."),
        Ties.NONE: _("Nobody gets the star when a first place is shared."),
        Ties.OFFICE: in_own_words(_("The %(office)s decides when a first place is shared.")),
    }
    found = [
        _("Of the same exam and the same subject only the highest champion star counts.")
        if scheme.champion_overlap == Overlap.HIGHEST_ONLY
        else _("Champion stars of the same exam add up."),
        ties[Ties(scheme.champion_ties)],
    ]
    if scheme.champion_pass_down:
        found.append(_("A champion star that the first does not use goes to the second."))
    if scheme.champion_public:
        found.append(
            _(
                "Letters and term pages name champion stars. Since September 2021 schools must not publish exam "
                "results and ranks: these papers are for the family alone and are not put up."
            )
        )
    return found


def deduction_rules(scheme: Scheme) -> list[str]:
    """Say who decides on a deduction, how much it takes, and that later stars make up for it (A22 to A24, A26)."""
    found = [
        _("The homeroom teacher proposes a deduction, the office confirms it; nothing is deducted before."),
        _("Each confirmed case deducts the number of stars given here.")
        if scheme.deduction_mode == DeductionMode.FIXED
        else _("Each confirmed case deducts at most the number of stars given here."),
    ]
    if scheme.deductions_per_term:
        sentence = ngettext(
            "At most %(count)d deduction per term.",
            "At most %(count)d deductions per term.",
            scheme.deductions_per_term,
        )
        found.append(sentence % {"count": scheme.deductions_per_term})
    if scheme.allow_negative_total:
        found.append(_("Later stars make up for stars deducted."))
    return found


def level_lines(levels: Sequence[Level]) -> list[LevelLine]:
    """Give the levels, each ending where the next begins (六1)."""
    ends = [following.lower_bound - 1 for following in levels[1:]]
    return [LevelLine(level.name, level.lower_bound, end) for level, end in zip_longest(levels, ends)]


def rewards(scheme: Scheme, names: dict[int, str]) -> list[str]:
    """Say what each level brings (六2 to 六4); a reward that no level has is left out."""
    sentences = (
        (scheme.letter_from, _("From %(level)s on, the school sends the parents a letter of commendation.")),
        (scheme.certificate_from, _("From %(level)s on, the pupil receives a certificate of honour at a ceremony.")),
        (scheme.honour_board_from, _("From %(level)s on, the pupil is on the school's honour board.")),
        (scheme.award_eligibility_from, _("From %(level)s on, the pupil may be put forward for merit awards.")),
        (scheme.parent_title_from, _("From %(level)s on, the parents are named Outstanding Parents.")),
        (scheme.invitation_from, _("From %(level)s on, the parents are invited to the award ceremony.")),
    )
    return [sentence % {"level": names[level]} for level, sentence in sentences if level in names]
