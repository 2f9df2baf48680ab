"""The school's subjects: their names and their order. Most come with a file of tasks or of scores."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import School, Subject, User
from students.permits.reach import demand_superuser


@transaction.atomic
def add_subject(school: School, name: str, *, order: int = 0, by: User, at: dt.datetime) -> Subject:
    """Add a subject. Raises :class:`Refused` for a name that the school has, and for whom it is not to decide."""
    demand_superuser(by, school.pk)
    subject = Subject(school=school, name=name.strip(), order=order)
    _demand_possible(subject)
    subject.save(force_insert=True)
    new = {"name": subject.name, "order": order}
    audit.record("school.subject_added", subject, by=by, at=at, school_id=school.pk, new=new)
    return subject


@transaction.atomic
def change_subject(subject: Subject, *, name: str, order: int, by: User, at: dt.datetime) -> Subject:
    """Name and place of a subject, with everything that hangs on it. Nothing changed: nothing is written."""
    found = lock(Subject.objects.all()).select_related("school").get(pk=subject.pk)
    demand_superuser(by, found.school_id)
    old, new = {"name": found.name, "order": found.order}, {"name": name.strip(), "order": order}
    if new == old:
        return found
    found.name, found.order = name.strip(), order
    _demand_possible(found)
    found.save(update_fields=["name", "order"])
    audit.record("school.subject_changed", found, by=by, at=at, school_id=found.school_id, old=old, new=new)
    return found


def _demand_possible(subject: Subject) -> None:
    if not subject.name:
        raise Refused(_("A subject needs a name."), code="name")
    try:
        subject.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="subject") from error
