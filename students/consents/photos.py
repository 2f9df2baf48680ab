"""Pupils' photos: taken in only with a guardian's consent, cleaned, replaced, removed, shown."""

import datetime as dt
import hashlib
import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.classes.access import pupils_within
from students.models import Consent, ConsentScope, Photo, Student, User
from students.permits.reach import Reach, demand_pupil

KEEP = "students:add_photos"
REMOVE = "students:remove_photo"


@transaction.atomic
def keep(student: Student, content: bytes, *, by: User, at: dt.datetime) -> bool:
    """Keep a photo of ``student`` (with ``school``) in place of the one before; gives whether it is a new one.

    Raises :class:`Refused` without a guardian's consent in force, for a pupil who is not in a class of ``by``, and
    for a file that :func:`cleaned` refuses.
    """
    # Two uploads for one pupil wait for each other, so that the file of neither is left behind.
    student = lock(Student.objects.all()).select_related("school").get(pk=student.pk)
    demand_pupil(student, KEEP, by=by, at=at)
    if not Consent.objects.in_force(ConsentScope.PHOTO, timezone.localdate(at)).filter(student=student).exists():
        raise Refused(_("No guardian has agreed to a photo. Record the signed form first."), code="consent")
    fingerprint = hashlib.sha256(content).hexdigest()
    before = Photo.objects.filter(student=student).first()
    if before is not None and before.sha256 == fingerprint:
        return False
    picture = cleaned(content)
    if before is not None:
        discard(before)
    row = Photo(student=student, sha256=fingerprint, added_by=by, added_at=at)
    row.file.save("photo.jpg", ContentFile(picture))
    audit.record("photo.kept", row, by=by, at=at, school_id=student.school_id, new={"bytes": len(picture)})
    return True


@transaction.atomic
def remove(photo: Photo, *, by: User, at: dt.datetime) -> None:
    """Delete the photo and its file; the audit keeps that there was one."""
    student = Student.objects.select_related("school").get(pk=photo.student_id)
    demand_pupil(student, REMOVE, by=by, at=at)
    audit.record("photo.removed", photo, by=by, at=at, school_id=student.school_id)
    discard(photo)


def discard(photo: Photo) -> None:
    """Delete row and file, for verbs that have asked who may and keep the event.

    The file goes once the row is gone for good: a transaction that is taken back leaves both.
    """
    name = str(photo.file.name)
    photo.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


def photo_shown(reach: Reach, key: str, day: dt.date) -> Photo:
    """Give a photo by the random part of its name; 404 for anybody out of reach and once consent was withdrawn."""
    found = Photo.objects.allowed_on(day).filter(student__in=pupils_within(reach, day).values("pk"))
    return get_object_or_404(found, file=f"photos/{key}.jpg")


MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000
# Enough for 35 mm of paper at 300 dots an inch.
SIDES = (420, 560)
# The only two decoders that are ever asked: every other kind of file is no photo here.
_KINDS = ("JPEG", "PNG")
# What decoders raise at broken or hostile files.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError)


def cleaned(content: bytes) -> bytes:
    """Give the picture as a JPEG of at most ``SIDES``, upright, without place, camera or comment.

    Raises :class:`Refused` for what is too large, too fine, broken, or neither JPEG nor PNG.
    """
    if len(content) > MAX_BYTES:
        raise Refused(_("The photo is larger than 5 MB. Send it in a smaller size."), code="large")
    try:
        with Image.open(io.BytesIO(content), formats=_KINDS) as picture:
            _refuse_pixels(*picture.size)
            return _written(picture)
    except UnidentifiedImageError as error:
        raise Refused(_("This is neither a JPEG nor a PNG picture. Save it as one of them."), code="kind") from error
    except _BROKEN as error:
        raise Refused(_("This picture is damaged and cannot be read. Choose another one."), code="broken") from error


def _refuse_pixels(width: int, height: int) -> None:
    """Refuse a picture of too many pixels before anything is decoded: a small file can say that it is very large."""
    if width * height > MAX_PIXELS:
        raise Refused(_("The photo has more than 25 million dots. Send it in a smaller size."), code="pixels")


def _written(picture: Image.Image) -> bytes:
    # A JPEG is decoded at a fraction of its size right away; twice the size wanted keeps it sharp.
    picture.draft("RGB", (SIDES[0] * 2, SIDES[1] * 2))
    upright = ImageOps.exif_transpose(picture)
    plain = Image.new("RGB", upright.size, "white")
    shown = upright.convert("RGBA")
    plain.paste(shown, mask=shown.getchannel("A"))
    plain.thumbnail(SIDES)
    stream = io.BytesIO()
    plain.save(stream, "JPEG", quality=85, optimize=True)
    return stream.getvalue()
