"""Drawn heads in place of photos: nobody's face is in the project."""

import datetime as dt
import io
import random

from django.utils import timezone
from PIL import Image, ImageDraw

from awards.demo import sentences
from awards.models import Entitlement
from awards.rules.entitlements import RewardKind
from students.consents import photos, verbs as consents
from students.consents.verbs import Given
from students.models import ConsentScope, Term, User

# Of so many families one has not agreed.
_NOT_AGREED = 3


def portrait(number: int) -> bytes:
    """Draw a head and shoulders of plain colours, others for each number."""
    chance = random.Random(number)  # noqa: S311 -- colours
    ground = (chance.randint(120, 220), chance.randint(150, 220), chance.randint(180, 240))
    picture = Image.new("RGB", (300, 400), ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((40, 260, 260, 520), fill=(chance.randint(20, 90), chance.randint(40, 120), chance.randint(90, 160)))
    pen.ellipse((90, 90, 210, 250), fill=(240, 205, 175))
    pen.pieslice((85, 75, 215, 220), 180, 360, fill=(35, 25, 20))
    stream = io.BytesIO()
    picture.save(stream, "JPEG")
    return stream.getvalue()


def give_portraits(term: Term, *, by: User, at: dt.datetime) -> None:
    """Let most families of the term's honour board agree to a photo, and keep one of each."""
    honoured = Entitlement.objects.filter(term=term, kind=RewardKind.HONOUR_BOARD).select_related("student__school")
    for number, row in enumerate(honoured.order_by("pk"), start=1):
        if number % _NOT_AGREED:
            given = Given(row.student, ConsentScope.PHOTO, sentences.CONSENT_BY)
            consents.record([given], timezone.localdate(at), by=by, at=at)
            photos.keep(row.student, portrait(number), by=by, at=at)
