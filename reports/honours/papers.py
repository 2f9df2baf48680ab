"""Papers that are handed over: letter, certificate, Outstanding Parent, invitation. One recipient is one paper."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from awards.rules.entitlements import RewardKind
from awards.rules.kinds import Unit
from reports.typesetting import qr
from reports.typesetting.placeholders import chinese_day, chinese_month, fill, paragraphs
from reports.typesetting.stacking import stacked
from reports.typesetting.typeset import Progress, picture, typeset_rows
from reports.typesetting.wordings import labels, unit_words

# These may be printed on forms bought ready-made.
ON_FORMS = (RewardKind.CERTIFICATE, RewardKind.PARENT_TITLE)


@dataclass(frozen=True)
class Occasion:
    """To what guardians are invited; each fact as it is printed. What is not known yet is written by hand."""

    event: str = ""
    time: str = ""
    place: str = ""
    contact: str = ""
    phone: str = ""


NO_OCCASION = Occasion()


@dataclass(frozen=True)
class Recipient:
    """For whom one paper is: all it may say of a pupil. ``stars_by_name`` is for letters alone."""

    name: str
    class_name: str
    level: str
    stars: int
    stars_by_name: str
    number: str
    code: str
    reissued: bool
    # Where the photo lies that a certificate may show; empty without a guardian's consent.
    photo: str = ""
    # For invitations: to what, and whether one that said something else was printed before.
    occasion: Occasion = NO_OCCASION
    corrected: bool = False


@dataclass(frozen=True)
class Imprint:
    """What a batch has in common. ``check_address`` ends where the code is put; empty, there is no square code.

    ``unit`` is what the scheme awards.
    """

    school: str
    term: str
    day: dt.date
    check_address: str
    unit: str = Unit.STAR


@dataclass(frozen=True)
class OnForm:
    """Print on forms bought ready-made: without frame and title, moved by so many millimetres.

    One that is ``closed`` carries the closing words as well.
    """

    plain: bool = False
    dx: float = 0
    dy: float = 0
    closed: bool = False


@dataclass(frozen=True)
class Extras:
    on_form: OnForm = field(default_factory=OnForm)
    photos: bool = False


NO_EXTRAS = Extras()


def honours_pdf(
    kind: RewardKind,
    recipients: Sequence[Recipient],
    wording: Mapping[str, str],
    imprint: Imprint,
    extras: Extras = NO_EXTRAS,
    *,
    progress: Progress | None = None,
) -> bytes:
    """Set all papers of a batch, in the order given, as one PDF; ``wording`` has the parts of ``wordings.PARTS``."""
    if kind == RewardKind.LETTER:
        # Two to a page, cut across.
        piles = stacked(recipients, 2, attrgetter("class_name"), nobody=None)
        letters = [_row(kind, one, wording, imprint) if one else {} for one in piles]
        return typeset_rows(kind.value, _shared(kind, imprint, extras), letters, progress=progress)
    rows = [_row(kind, one, wording, imprint) for one in recipients]
    photos: dict[str, str] = {}
    if kind in ON_FORMS and extras.on_form.closed:
        rows = [row | {"closing": []} for row in rows]
    if kind == RewardKind.CERTIFICATE and extras.photos:
        for number, (row, one) in enumerate(zip(rows, recipients, strict=True)):
            if one.photo:
                row["photo"] = str(number)
                photos[str(number)] = one.photo
    return typeset_rows(kind.value, _shared(kind, imprint, extras), rows, progress=progress, photos=photos)


def honour_picture(kind: RewardKind, recipient: Recipient, wording: Mapping[str, str], imprint: Imprint) -> bytes:
    """Give the paper of one recipient as a PNG, to look at while editing its wording."""
    recipient = replace(recipient, occasion=Occasion("…", "…", "…", "…", "…"))
    shared = _shared(kind, imprint, NO_EXTRAS)
    return picture(kind.value, {**shared, "rows": [_row(kind, recipient, wording, imprint)]})


def _shared(kind: RewardKind, imprint: Imprint, extras: Extras) -> dict[str, Any]:
    shared: dict[str, Any] = {"school": imprint.school, "labels": labels(kind)}
    if kind in ON_FORMS:
        shared |= {"plain": extras.on_form.plain, "dx": extras.on_form.dx, "dy": extras.on_form.dy}
    return shared


def _facts(occasion: Occasion, words: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for name in ("event", "time", "place", "contact", "phone"):
        text = getattr(occasion, name)
        # An invitation to no time and no place is none: a line to write on stands for what is not known yet.
        if text or name in ("time", "place"):
            yield {"label": words[name], "text": text}


def _row(kind: RewardKind, one: Recipient, wording: Mapping[str, str], imprint: Imprint) -> dict[str, Any]:
    values = {
        "姓名": one.name,
        "班级": one.class_name,
        "学期": imprint.term,
        "学校": imprint.school,
        "星级": one.level,
        "颗数": str(one.stars),
        "单位": unit_words(imprint.unit)["单位"],
        "获星情况": one.stars_by_name,
    }
    row: dict[str, Any] = {
        "title": wording["title"],
        "opening": fill(wording["opening"], values),
        "body": paragraphs(wording["body"], values),
        "issuer": imprint.school,
        "day": chinese_month(imprint.day) if "honour" in wording else chinese_day(imprint.day),
        "qr": qr.drawing(imprint.check_address + one.code) if imprint.check_address and one.code else None,
        "code": one.code,
        "number": one.number,
        "reissued": one.reissued,
    }
    if "honour" in wording:
        row["honour"] = fill(wording["honour"], values)
    if "closing" in wording:
        row["closing"] = paragraphs(wording["closing"], values)
    if kind == RewardKind.INVITATION:
        row["reply"] = f"{one.class_name} {one.name}"
        row["facts"] = list(_facts(one.occasion, labels(kind)))
        row["corrected"] = one.corrected
    return row
