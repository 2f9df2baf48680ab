"""Pupils' photos: taken in only with a guardian's consent, replaced, removed."""

import datetime as dt
import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.operations import audit
from starrating.refused import Refused
from students.consents.pictures import cleaned
from students.models import Consent, ConsentScope, Photo, Student, User
from students.permits.pupil_reach import demand_pupil

KEEP = "students:add_photos"
REMOVE = "students:remove_photo"


@transaction.atomic
def keep(student: Student, content: bytes, *, by: User, at: dt.datetime) -> bool:
    """Keep a photo of ``student`` (with ``school``) in place of the one before; gives whether it is a new one.

    Raises :class:`Refused` without a guardian's consent in force, for a pupil who is not in a class of ``by``, and
    for a file that :func:`students.consents.pictures.cleaned` refuses.
    """
    # Two uploads for one pupil wait for each other, so that the file of neither is left behind.
    student = Student.objects.select_for_update(of=("self",)).select_related("school").get(pk=student.pk)
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
