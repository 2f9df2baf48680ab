"""What was said of a pupil goes on request, by who may and once; rows, sums and counts stay."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.utils import translation

from awards.models import Decision, StarEntry
from awards.sheets import corrections
from starrating.backup.tables import carried, lines_of
from starrating.operations import audit
from starrating.operations.models import AuditEvent
from starrating.texts.erasing import erase_again
from starrating.texts.keeping import keep
from starrating.texts.models import ErasureGround, KeptText, TextErasure, digest_of
from students.models import Student
from students.pupils.erasing import erase_text, erase_texts
from tests.factories import FILING_DAY, make_administrator, make_final, make_office, make_school, moment, pupils_of
from tests.refusals import refused
from tests.triggers import append_only_tables

pytestmark = pytest.mark.django_db

NOW = moment(FILING_DAY, 20)
SECRET = "在走廊里推倒了同学"


def said_of() -> Student:
    """A pupil whose star was revoked for a reason in words, with a record in the audit that names them."""
    sheet = make_final()
    entry = StarEntry.objects.filter(nomination__isnull=False).order_by("pk")[0]
    clerk = make_office(sheet.school_class.school, "周立新")
    corrections.reverse(entry, reason=SECRET, by=clerk, at=NOW)
    new = {"name": entry.student.name, "of": [entry.student.name]}
    audit.record("pupil.moved", entry.student, school_id=entry.student.school_id, by=clerk, at=NOW, new=new)
    return entry.student


def erase(pupil: Student, ground: ErasureGround = ErasureGround.REQUEST, **who: Any) -> int:
    return erase_texts(pupil, ground=ground, by=who.get("by") or make_administrator(pupil.school), at=NOW)


def history() -> str:
    """All rows that never change, with all kept texts, as a backup has them."""
    tables = {*append_only_tables(connection), KeptText._meta.db_table, "students_gradesettlement"}
    rows = [line for model in carried() if model._meta.db_table in tables for line in lines_of(model, "default")]
    return b"\n".join(rows).decode()


def sums() -> list[Any]:
    return [
        list(StarEntry.objects.totals().order_by("student")),
        *(model.objects.count() for model in (StarEntry, Decision, KeptText)),
    ]


def test_nothing_of_what_was_said_is_left_and_all_sums_stay() -> None:
    pupil = said_of()
    before, marks = sums(), [SECRET, pupil.name]
    assert [history().count(mark) > 0 for mark in marks] == [True, True]
    assert erase(pupil) == KeptText.objects.about([pupil.pk]).count() > 2
    assert [history().count(mark) for mark in marks] == [0, 0]
    assert sums() == before
    reversal = StarEntry.objects.get(reverses__isnull=False)
    with translation.override("zh-hans"):
        assert reversal.reason == "已按规定删除（2025年10月9日）"
        told = AuditEvent.objects.get(action="pupil.moved")
        assert told.new == dict.fromkeys(("name", "of"), reversal.reason)
    assert {row.ground for row in TextErasure.objects.all()} == {"request"}


def test_of_others_everything_stays() -> None:
    pupil = said_of()
    other = next(one for one in pupils_of(Decision.objects.all()[0].class_round) if one.pk != pupil.pk)
    kept = keep("作文获奖", about=other.pk)
    erase(pupil)
    assert kept is not None
    assert KeptText.objects.get(pk=kept.pk).said == "作文获奖"


def test_only_an_administrator_of_the_school_and_only_once() -> None:
    pupil = said_of()
    for by in (make_office(pupil.school, "郑"), make_administrator(make_school("another"))):
        with refused("role"):
            erase(pupil, by=by)
    by = make_administrator(pupil.school)
    erase(pupil, by=by)
    with refused("erased"):
        erase(pupil, by=by)


def test_one_text_goes_by_its_digest() -> None:
    pupil = said_of()
    by = make_administrator(pupil.school)
    event = audit.record("x", pupil.school, school_id=pupil.school_id, by=by, at=NOW, reason="误写了姓名")
    digest = str(event.words_id)
    erase_text(digest, ground=ErasureGround.MISTAKE, by=by, at=NOW)
    assert SECRET in history()
    assert "误写了姓名" not in history()
    for wrong, code in ((digest, "erased"), ("0" * 64, "unknown")):
        with refused(code):
            erase_text(wrong, ground=ErasureGround.MISTAKE, by=by, at=NOW)


def changes(digest: str) -> list[Callable[[], object]]:
    texts = KeptText.objects.filter(pk=digest)
    return [
        lambda: texts.update(text="改过的"),
        lambda: texts.update(student_key=None),
        lambda: texts.update(text="", salt="", erased_at=NOW),
        lambda: texts._raw_delete("default"),
        lambda: KeptText.objects.create(digest="0" * 64, erased_at=NOW),
    ]


def test_the_database_refuses_every_other_change() -> None:
    kept = keep("作文获奖", about=1)
    assert kept is not None
    for change in changes(kept.pk):
        with pytest.raises(IntegrityError, match="a kept text never changes"), transaction.atomic():
            change()
    TextErasure.objects.create(kept=kept, at=NOW, ground="mistake")
    for change in (lambda: KeptText.objects.update(text="改过的"), lambda: KeptText.objects.update(student_key=2)):
        with pytest.raises(IntegrityError, match="a kept text never changes"), transaction.atomic():
            change()
    KeptText.objects.update(text="", salt="", erased_at=NOW)
    with pytest.raises(IntegrityError, match="a kept text never changes"), transaction.atomic():
        KeptText.objects.update(text="作文获奖", salt="1", erased_at=None)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        TextErasure.objects.update(at=NOW)


def test_a_digest_is_of_salt_and_text() -> None:
    kept, same = keep("作文获奖"), keep("作文获奖")
    assert kept is not None
    assert same is not None
    assert kept.pk != same.pk
    assert (kept.pk, kept.is_genuine) == (digest_of(kept.salt, "作文获奖"), True)
    kept.text = "别的"
    assert not kept.is_genuine
    assert keep("") is None


def test_what_was_erased_is_noted_beside_the_database_and_erased_again(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    pupil = said_of()
    with TestCase.captureOnCommitCallbacks(execute=True):
        erased = erase(pupil)
    told = [json.loads(line) for line in (tmp_path / "erasures.jsonl").read_text().splitlines()]
    assert len(told) == erased
    assert SECRET not in (tmp_path / "erasures.jsonl").read_text()
    kept = keep("又写了一遍", about=pupil.pk)
    assert kept is not None
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps({"digest": kept.pk, "at": NOW.isoformat(), "ground": "request"}) + "\n")
    assert erase_again(other, "default") == 1
    assert erase_again(other, "default") == 0
    assert "又写了一遍" not in history()
    other.write_text("{}\n")
    with pytest.raises(ValueError, match=r"\{\}"):
        erase_again(other, "default")
