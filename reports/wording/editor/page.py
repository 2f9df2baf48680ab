"""The page that edits one paper's words, with the paper beside it."""

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from awards.models import Scheme
from awards.rules.entitlements import RewardKind
from awards.rules.kinds import Unit
from reports.honours.papers import Imprint, Recipient, honour_picture
from reports.models import PaperKind, PaperWording
from reports.typesetting.wordings import PLACEHOLDERS, unit_words
from reports.wording.editor.forms import WordingForm
from reports.wording.verbs import wording_of
from students.models import School


@dataclass(frozen=True)
class WordingPage:
    kind: PaperKind
    form: WordingForm
    placeholders: Sequence[str]
    picture: str
    own: PaperWording | None


def wording_page(school: School, kind: PaperKind, form: WordingForm) -> WordingPage:
    """Gather the page; the picture shows the words of a valid form, else those kept."""
    text = form.cleaned_data if form.is_bound and form.is_valid() else wording_of(school, kind)
    own = PaperWording.objects.filter(school=school, kind=kind).select_related("edited_by").first()
    placeholders = [f"{{{name}}}" for name in PLACEHOLDERS[kind]]
    return WordingPage(kind, form, placeholders, base64.b64encode(sample_picture(school, kind, text)).decode(), own)


def sample_picture(school: School, kind: PaperKind, text: Mapping[str, str]) -> bytes:
    """Draw the paper of an invented pupil with these words, as a PNG."""
    today: dt.date = timezone.localdate()
    scheme = Scheme.objects.filter(school=school).published().first()
    unit = scheme.unit if scheme else Unit.STAR
    imprint = Imprint(school.name, f"{today.year}—{today.year + 1}学年第一学期", today, "", unit)
    return honour_picture(RewardKind(kind.value), _sample(unit), text, imprint)


# They add up as on every letter (A68), whatever the school's own stars are called.
_SAMPLE_STARS = (("文明星", 5), ("责任星", 6), ("学习星", 5), ("读书星", 5), ("学业类荣誉", 5))


def _sample(unit: str) -> Recipient:
    """Give a recipient with nobody's name: the paper is looked at, not issued."""
    measure = unit_words(unit)["量词"]
    return Recipient(
        name="王小明",
        class_name="七年级(3)班",
        level="四星级学生",
        stars=sum(count for _name, count in _SAMPLE_STARS),
        stars_by_name="、".join(f"{name}{count}{measure}" for name, count in _SAMPLE_STARS),
        number="0000-0-0000",
        code="",
        reissued=False,
    )
