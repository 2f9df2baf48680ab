"""The office's answer to many sheets at once: file all but the flagged ones, or return one naming its lines (A33)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import PLACED_STATES, ClassRound, Nomination, ObjectionRoute, Round, SheetState
from awards.objections.verbs import receive
from awards.office.flags import flags_of
from awards.rules.problems import Problem
from awards.sheets import moves
from awards.sheets.work import locked
from starrating.db.locks import lock
from starrating.refused import Refused
from students.models import User

REMARK_LENGTH = 100


@dataclass(frozen=True)
class Filed:
    """What was filed, and each sheet left for a look with its flags, in the order of the register."""

    filed: Sequence[ClassRound]
    left: Sequence[tuple[ClassRound, Sequence[Problem]]]


@transaction.atomic
def register_unflagged(round_: Round, *, on: dt.date, by: User, at: dt.datetime, day_reason: str = "") -> Filed:
    """File every submitted sheet of the round that has no flag, all or none; the flagged ones stay as they are.

    The flags are looked at under the locks, whatever the page showed. Raises :class:`Refused` when no sheet is left
    without a flag, and as :func:`awards.sheets.moves.register_many`.
    """
    round_ = lock(Round.objects.all()).get(pk=round_.pk)
    sheets = list(lock(ClassRound.objects.filter(round=round_, state=SheetState.SUBMITTED).whole()))
    if not sheets:
        raise Refused(_("No sheet is waiting to be filed. Load the page again."), code="none")
    flags = flags_of(sheets, timezone.localdate(at))
    clean = [sheet.pk for sheet in sheets if not flags[sheet.pk]]
    if not clean:
        raise Refused(_("Every submitted sheet has something to look at first. Open them one by one."), code="flagged")
    filed = moves.register_many(round_, clean, on=on, by=by, at=at, day_reason=day_reason, found=flags)
    left = [(sheet, flags[sheet.pk]) for sheet in sheets if flags[sheet.pk]]
    left.sort(key=lambda pair: (-pair[0].school_class.entry_year, pair[0].school_class.number))
    return Filed(filed, left)


@transaction.atomic
def register_but(
    sheet: ClassRound,
    remarks: Mapping[int, str],
    *,
    on: dt.date,
    by: User,
    at: dt.datetime,
    excess_reason: str = "",
    day_reason: str = "",
) -> ClassRound:
    """File the sheet, but hold back the names remarked on: they are frozen until decided, the rest runs on (A37).

    ``remarks`` is by the line's key; each becomes an objection of the office, with a number, a day for its answer and
    a place on the list of objections. Raises :class:`Refused` for a name that is not on the sheet, for an empty or
    too long remark, and as :func:`awards.sheets.moves.register`.
    """
    filed = moves.register(sheet, on=on, by=by, at=at, excess_reason=excess_reason, day_reason=day_reason)
    for line, said in _remarked(filed, remarks):
        receive(filed, line, route=ObjectionRoute.OFFICE, facts=said, raised_by=by.name, by=by, at=at)
    return filed


@transaction.atomic
def send_back_with_remarks(
    sheet: ClassRound, remarks: Mapping[int, str], *, reason: str = "", by: User, at: dt.datetime
) -> ClassRound:
    """Send the sheet back with a remark beside each name that is wrong; ``remarks`` is by the line's key.

    Each remark stays with its line, and the reason of the return names star, pupil and remark. Raises
    :class:`Refused` for a name that is not on the sheet, a remark that is empty or too long, and as
    :func:`awards.sheets.moves.send_back`.
    """
    remarked = _remarked(locked(sheet.pk), remarks)
    places = [
        _("%(star)s, %(name)s: %(remark)s") % {"star": line.item.name, "name": line.student.name, "remark": said}
        for line, said in remarked
    ]
    reason = "\n".join([*places, *filter(None, [reason.strip()])])
    return moves.send_back(sheet, reason=reason, by=by, at=at, remarks=remarked)


def _remarked(sheet: ClassRound, remarks: Mapping[int, str]) -> list[tuple[Nomination, str]]:
    """Give the names remarked on in the order of the paper, and each remark on one line."""
    said = {pk: " ".join(text.split()) for pk, text in remarks.items()}
    lines = list(
        Nomination.objects.filter(class_round=sheet, pk__in=said, state__in=PLACED_STATES)
        .select_related("item", "student")
        .order_by("item__order", "place")
    )
    if len(lines) != len(said):
        raise Refused(_("This name is not on the sheet any more. Load the page again."), code="line")
    for line in lines:
        _demand_remark(line, said[line.pk])
    return [(line, said[line.pk]) for line in lines]


def _demand_remark(line: Nomination, remark: str) -> None:
    words = {"name": line.student.name, "star": line.item.name, "limit": REMARK_LENGTH}
    if not remark:
        raise Refused(_("Say what is wrong with %(name)s under %(star)s.") % words, code="remark")
    if len(remark) > REMARK_LENGTH:
        sentence = _(
            "The remark on %(name)s under %(star)s is too long: the limit is %(limit)d characters. Please shorten it."
        )
        raise Refused(sentence % words, code="remark")
