"""The page that edits one paper's words, with the paper beside it."""

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from awards.rules.entitlements import RewardKind
from reports.honours.papers import Imprint, Recipient, honour_picture
from reports.models import PaperKind, PaperWording
from reports.typesetting.wordings import PLACEHOLDERS
from reports.wording.editor.forms import WordingForm
from reports.wording.verbs import wording_of
from students.models import School

# Nobody's name: the paper is looked at, not issued.
_SAMPLE = Recipient(
    name="王小明",
    class_name="七年级(3)班",
    level="四星级学生",
    stars=26,
    stars_by_name="文明星3颗、责任星4颗、读书星3颗",
    number="0000-0-0000",
    code="",
    reissued=False,
)


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
    imprint = Imprint(school.name, f"{today.year}—{today.year + 1}学年第一学期", today, "")
    return honour_picture(RewardKind(kind.value), _SAMPLE, text, imprint)
