"""After an erasure no word of it is left: in a new backup, in files, in what waits, in what was answered."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from reports.rights.erasing import erase
from starrating.backup.folder import write_into
from starrating.backup.package import entries
from starrating.operations import audit, job_running, uploads
from starrating.operations.models import IdempotencyKey, Job, JobState, Upload, UploadState
from starrating.texts.models import ErasureGround, KeptText
from students.models import FileImport, ImportTrail, Photo
from students.pupils.erasing import erase_text, erase_texts
from students.pupils.retention import forget
from tests.backup.conftest import folders, other_databases  # noqa: F401 -- fixtures
from tests.backup.restored import WORDS
from tests.factories import make_school
from tests.reports.rights.test_rights import FAMILY, KEPT_UNTIL, NAME, NUMBER, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("other_databases", "folders")]
SENTENCE = '在走廊里推倒了同学，"说了"谎'


class Traces:
    """A pupil who has left, and everything that names them in passing."""

    def __init__(self, made: Path) -> None:
        self.world = World()
        self.school, self.by, self.pupil = self.world.school, self.world.administrator, self.world.pupil
        self.world.leaves(dt.date(2025, 10, 20))
        self.event = audit.record(
            "pupil.moved", self.pupil, by=self.by, at=KEPT_UNTIL, school_id=self.school.pk, reason=SENTENCE
        )
        self.made = made
        self.job = self.file_of(JobState.DONE)
        self.upload = uploads.keep(
            [(f"{NAME}.csv", f"姓名,学号\n{NAME},{NUMBER},{SENTENCE}\n".encode())],
            kind="roster",
            school_id=self.school.pk,
            by=self.by,
            at=timezone.now(),
            options={"cell": {NAME: SENTENCE}},
        )
        IdempotencyKey.objects.create(user=self.by, key="1", answer={"text": f"{NAME}：{SENTENCE}"})
        self.session = SessionStore()
        self.session["_messages"] = json.dumps([f"{NAME}：{SENTENCE}"])
        self.session.save()
        run = FileImport.objects.create(
            school=self.school, kind="roster", by=self.by, at=KEPT_UNTIL, names=f"{NAME}.csv {SENTENCE}"
        )
        ImportTrail.objects.create(run=run, table="students_student", rows=[[NAME, SENTENCE]])

    def file_of(self, state: JobState) -> Job:
        job = Job.objects.create(
            user=self.by,
            school=self.school,
            kind="letters",
            title=f"{NAME} {SENTENCE}",
            message=SENTENCE,
            order={"words": [NAME, SENTENCE]},
            order_digest=str(state),
            state=state,
            attempts=1,
            created_at=KEPT_UNTIL,
        )
        if state is JobState.DONE:
            Job.objects.filter(pk=job.pk).update(path="letters")
            (self.made / "letters").write_text(f"{NAME} {SENTENCE}", encoding="utf-8")
        return job


@pytest.fixture
def traces(settings: Any) -> Traces:
    return Traces(Path(settings.MADE_ROOT))


def parts(folder: Path) -> Iterator[tuple[str, bytes]]:
    """A new backup unpacked, with the files that wait as their bytes."""
    path, _manifest = write_into(folder, WORDS, at=KEPT_UNTIL)
    content_at = [field.attname for field in Upload._meta.local_concrete_fields].index("content")
    with entries(path, WORDS) as found:
        for name, content in found:
            yield name, content
            if name.startswith("tables/operations.Upload/"):
                for line in content.splitlines():
                    yield name, base64.b64decode(json.loads(line)[content_at])


def found_in(folder: Path, *words: str) -> set[str]:
    # As it is, in JSON, and in JSON within JSON.
    once = {json.dumps(word, ensure_ascii=False)[1:-1] for word in words}
    forms = {word.encode() for word in (*words, *once, *(json.dumps(one, ensure_ascii=False)[1:-1] for one in once))}
    return {
        name.rpartition("/")[0] or name for name, content in parts(folder) if any(form in content for form in forms)
    }


def answers_and_sessions() -> str:
    answers = [str(one) for one in IdempotencyKey.objects.values_list("answer", flat=True)]
    sessions = [str(json.loads(one.get_decoded().get("_messages", "[]"))) for one in Session.objects.all()]
    return " ".join((*answers, *sessions))


def whole(traces: Traces) -> None:
    erase(traces.pupil, requested_on=None, reason="已满保存期", by=traces.by, at=KEPT_UNTIL)


def texts(traces: Traces) -> None:
    erase_texts(traces.pupil, ground=ErasureGround.REQUEST, by=traces.by, at=KEPT_UNTIL)


def one_text(traces: Traces) -> None:
    erase_text(str(traces.event.words_id), ground=ErasureGround.MISTAKE, by=traces.by, at=KEPT_UNTIL)


def retention(traces: Traces) -> None:
    assert forget(traces.school, at=KEPT_UNTIL + dt.timedelta(days=60)) == 1


ERASED: dict[Callable[[Traces], None], tuple[str, ...]] = {
    whole: (NAME, NUMBER, FAMILY, "13911112222", SENTENCE),
    texts: (SENTENCE,),
    one_text: (SENTENCE,),
    retention: (SENTENCE, FAMILY, "13911112222"),
}


@pytest.mark.parametrize("verb", ERASED)
def test_no_word_is_left(traces: Traces, tmp_path: Path, verb: Callable[[Traces], None]) -> None:
    words = ERASED[verb]
    assert found_in(tmp_path / "before", SENTENCE) >= {
        "made",
        "tables/operations.Job",
        "tables/operations.Upload",
        "tables/students.FileImport",
        "tables/students.ImportTrail",
        "tables/texts.KeptText",
    }
    verb(traces)
    if verb is retention:
        # How a guardian signed a consent is kept as long as the consent.
        words = (SENTENCE, "13911112222")
    assert found_in(tmp_path / "after", *words) == set()
    assert not any(word in answers_and_sessions() for word in words)
    assert not (traces.made / "letters").exists()
    assert Upload.objects.exclude(content=b"").count() == 0
    traces.upload.refresh_from_db()
    assert (traces.upload.state, traces.upload.filename) == (UploadState.DROPPED, "")


def test_the_photo_is_gone_from_disk_and_backup(traces: Traces, tmp_path: Path, settings: Any) -> None:
    lies = Path(settings.MEDIA_ROOT, str(Photo.objects.get(student=traces.pupil).file.name))
    assert lies.exists()
    whole(traces)
    assert not lies.exists()
    assert not [name for name, _content in parts(tmp_path / "after") if name.startswith("media/")]


def test_what_is_being_made_is_called_off_and_its_file_is_not_kept(traces: Traces) -> None:
    job = traces.file_of(JobState.RUNNING)
    whole(traces)
    product = job_running.Product(NAME.encode(), "letters.pdf", "application/pdf")
    with pytest.raises(job_running.CalledOff):
        job_running._keep(job, product)
    assert list(traces.made.iterdir()) == []
    with pytest.raises(job_running.CalledOff):
        job_running._progress_of(job)(1, 2)


def test_an_erasure_that_is_taken_back_leaves_the_files(traces: Traces) -> None:
    with transaction.atomic():
        whole(traces)
        transaction.set_rollback(True)
    assert (traces.made / "letters").exists()
    assert uploads.files_of(Upload.objects.get(pk=traces.upload.pk))


def test_of_another_school_nothing_goes(traces: Traces) -> None:
    other = make_school("other")
    theirs = uploads.keep([("a.csv", b"1")], kind="roster", school_id=other.pk, by=traces.by, at=timezone.now())
    whole(traces)
    assert uploads.files_of(Upload.objects.get(pk=theirs.pk)) == [("a.csv", b"1")]
    assert KeptText.objects.about([traces.pupil.pk]).standing().count() <= 1
