"""A copy of all that is held on one pupil, for the pupil or the guardian who asked (PIPL 45)."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Field, FileField, ForeignKey, Model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from awards.rules.entitlements import RewardKind
from reports.honours.files import PAPER_LANGUAGE, recipients
from reports.honours.papers import NO_EXTRAS, Imprint as PaperImprint, honours_pdf
from reports.models import IssuedDocument, PaperKind
from reports.rights.graph import rows_of
from reports.wording.verbs import wording_of
from starrating.operations import audit
from starrating.refused import Refused
from starrating.spreadsheets.columns import Cell, Column
from starrating.spreadsheets.workbooks import Imprint, Sheet, write
from students.models import Photo, School, Student, User
from students.permits.reach import demand_school
from students.permits.roles import standing_of

COPY = "reports:pupil_copy"
# What opens something or proves a person, and is nobody's to read; and who raised what about the pupil.
SECRET = frozenset({"password", "key", "session_key", "device", "digest", "salt", "sha256", "token"})
OF_OTHERS = frozenset({("awards.Objection", "raised_by"), ("awards.Objection", "contact")})
# An invitation says what its ceremony says today.
_PAPERS = (RewardKind.LETTER, RewardKind.CERTIFICATE, RewardKind.PARENT_TITLE)
_LONGEST_TITLE = 28
Rows = Sequence[Mapping[str, object]]


@transaction.atomic
def copy_of(student: Student, *, asked_by: str, check_address: str, by: User, at: dt.datetime) -> bytes:
    """Pack all rows about a pupil as JSON and as a workbook, the photo and the papers that count; gives the .zip.

    ``asked_by`` says who asked for it. Raises :class:`Refused` for anybody but an administrator, and without it.
    """
    demand_school(standing_of(by, timezone.localdate(at)), COPY, student.school_id)
    if not asked_by.strip():
        raise Refused(_("Say who asked for the copy."), code="who")
    tables = list(_tables(student))
    number = sum(len(rows) for _model, rows in tables)
    school, new = student.school, {"rows": number}
    audit.record("pupil.copied", student, by=by, at=at, school_id=school.pk, new=new, reason=asked_by.strip())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("data.json", _json(student, tables, at))
        package.writestr("data.xlsx", _workbook(school, tables, by, at))
        for name, content in (*_photo(student), *_papers(student, check_address, timezone.localdate(at))):
            package.writestr(name, content)
    return stream.getvalue()


def _tables(student: Student) -> Iterator[tuple[type[Model], Rows]]:
    for model, keys in sorted(rows_of(student).items(), key=lambda item: item[0]._meta.label):
        named = [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
        rows = model._base_manager.filter(pk__in=keys).select_related(*named).order_by("pk")
        yield model, [{field.name: _value(row, field) for field in shown(model)} for row in rows]


def shown(model: type[Model]) -> list[Field]:  # type: ignore[type-arg]  # generic in its stubs only
    """Give the columns of a table that go into a copy."""
    label = model._meta.label
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in SECRET and (label, field.name) not in OF_OTHERS
    ]


def _value(row: Model, field: Field) -> object:  # type: ignore[type-arg]
    if isinstance(field, ForeignKey):
        to = getattr(row, field.name)
        return str(to) if to is not None else None
    if isinstance(field, FileField):
        return str(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return field.value_from_object(row)


def _json(student: Student, tables: Sequence[tuple[type[Model], Rows]], at: dt.datetime) -> str:
    said = {
        "pupil": {"number": student.number, "name": student.name},
        "made_at": at.isoformat(),
        "tables": [
            {
                "table": model._meta.label,
                "title": str(model._meta.verbose_name_plural),
                "columns": {field.name: str(field.verbose_name) for field in shown(model)},
                "rows": rows,
            }
            for model, rows in tables
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)


def _workbook(school: School, tables: Sequence[tuple[type[Model], Rows]], by: User, at: dt.datetime) -> bytes:
    stream = io.BytesIO()
    imprint = Imprint(school.name, _("All that is held on one pupil"), by.name, timezone.localdate(at).isoformat())
    write(stream, (_sheet(number, model, rows) for number, (model, rows) in enumerate(tables, 1)), imprint)
    return stream.getvalue()


def _sheet(number: int, model: type[Model], rows: Rows) -> Sheet:
    columns = [Column(column_name=str(field.verbose_name), width=16) for field in shown(model)]
    title = f"{number} {model._meta.verbose_name_plural}"[:_LONGEST_TITLE]
    return Sheet(title, columns, [[_cell(value) for value in row.values()] for row in rows])


def _cell(value: object) -> Cell:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    return value if isinstance(value, int) else "" if value is None else str(value)


def _photo(student: Student) -> Iterator[tuple[str, bytes]]:
    for photo in Photo.objects.filter(student=student):
        with photo.file.open("rb") as file:
            yield "photo.jpg", file.read()


def _papers(student: Student, check_address: str, day: dt.date) -> Iterator[tuple[str, bytes]]:
    """Set the letters and certificates that count once more, as they were handed over."""
    found = IssuedDocument.objects.in_force().filter(student=student, entitlement__kind__in=_PAPERS)
    rows = sorted(
        found.select_related("term__school", "term__pinned__scheme", "entitlement", "level", "student"),
        key=lambda row: (row.term_id, row.entitlement.kind, row.pk),
    )
    for (_term, kind), these in groupby(rows, key=lambda row: (row.term_id, row.entitlement.kind)):
        documents = list(these)
        term = documents[0].term
        with translation.override(PAPER_LANGUAGE):
            imprint = PaperImprint(term.school.name, term.name, day, check_address, term.pinned.scheme.unit)
            wording = wording_of(term.school, PaperKind(kind))
            people = recipients(term, documents)
            yield f"{term.code}-{kind}.pdf", honours_pdf(RewardKind(kind), people, wording, imprint, NO_EXTRAS)
