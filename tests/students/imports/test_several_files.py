"""Several files chosen at once: one preview over all, one confirmation, and what belongs elsewhere blocks nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from starrating.operations import uploads
from starrating.operations.idempotency import FIELD
from starrating.operations.models import AuditEvent, Upload, UploadState
from starrating.text import Level
from students.imports.importer import ROSTER as ROSTER_FILES, STAFF_MATRIX
from students.imports.pipeline import files as reading
from students.models import Student
from tests.factories import make_administrator, make_school, moment
from tests.hostile.making.content import HEADER, ROSTER, csv_text, xlsx
from tests.hostile.test_folders import packed_as
from tests.imports import looked_at
from tests.students.factories import MATRIX, TODAY
from tests.students.staff_factories import client_of

pytestmark = pytest.mark.django_db

EIGHT = (HEADER, ("20240101", "何雨欣", "女", "八年级(1)班", "1", "第1组"))
NINE = (HEADER, ("20230101", "钱多多", "男", "九年级(1)班", "1", "第1组"))
FILES = {"七年级.csv": csv_text(ROSTER).encode(), "八年级.xlsx": xlsx(EIGHT), "九年级.csv": csv_text(NINE).encode()}


def chosen(client: Client, files: dict[str, bytes], kind: str = "roster") -> str:
    """Where the form leads once the files are chosen."""
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post(f"/import/{kind}/", {"file": sent, "starts_on": "2025-09-01"})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def confirmed(client: Client, address: str, key: str = "k") -> str:
    page = client.get(address)
    digest = page.context["page"].preview.digest
    answer = client.post(f"{address}confirm", {"digest": digest, FIELD: key}, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("folder", [False, True])
def test_three_rosters_are_one_preview_and_one_import(*, folder: bool) -> None:
    school = make_school()
    client = client_of(make_administrator(school))
    address = chosen(client, {"名册.zip": packed_as(FILES)} if folder else FILES)
    page = client.get(address).content.decode()
    assert "七年级.csv等，另有2个文件" in page
    confirmed(client, address)
    assert Student.objects.filter(school=school).count() == 5
    event = AuditEvent.objects.get(action="roster.imported")
    assert [one["name"] for one in event.new["files"]] == list(FILES)
    assert set(Upload.objects.values_list("state", flat=True)) == {UploadState.APPLIED}
    assert not Upload.objects.exclude(content=b"").exists()
    again = client.get(chosen(client, FILES)).context["page"]
    assert {one.filename for one in again.earlier} == set(FILES)


def test_files_dropped_together_go_together() -> None:
    client = client_of(make_administrator(make_school()))
    address = chosen(client, FILES)
    rest = Upload.objects.filter(head__isnull=False).first()
    assert rest is not None
    assert client.get(f"/import/roster/{rest.pk}/").status_code == 404
    client.post(f"{address}drop")
    assert set(Upload.objects.values_list("state", flat=True)) == {UploadState.DROPPED}


def test_a_file_of_the_rest_that_is_gone_ends_the_preview() -> None:
    school = make_school()
    by = make_administrator(school)
    head = uploads.keep([("a.csv", b"1"), ("b.csv", b"2")], kind="roster", school_id=school.pk, by=by, at=moment(TODAY))
    assert uploads.files_of(head) == [("a.csv", b"1"), ("b.csv", b"2")]
    Upload.objects.filter(head=head).update(content=b"")
    page = client_of(by).get(f"/import/roster/{head.pk}/", follow=True)
    assert page.redirect_chain


def test_what_is_no_roster_is_left_out_and_named() -> None:
    with translation.override("en"):
        preview = looked_at(
            ROSTER_FILES,
            [
                ("七年级.csv", FILES["七年级.csv"]),
                ("通知.pdf", b"%PDF-1.7"),
                ("任课表.csv", csv_text(MATRIX).encode()),
                ("说明.txt", "各位老师：请按时填写".encode()),
            ],
            make_school(),
            at=moment(TODAY),
        )
        warned = {one.place.file: str(one.message) for one in preview.findings if one.level is Level.WARNING}
    assert not preview.blocked
    assert len(preview.plan.rows) == 3
    assert set(warned) == {"通知.pdf", "任课表.csv", "说明.txt"}
    assert "PDF" in warned["通知.pdf"]
    assert "学号、姓名" in warned["任课表.csv"]


def test_what_cannot_be_read_still_blocks() -> None:
    files = [("七年级.csv", FILES["七年级.csv"]), ("八年级.xlsx", FILES["八年级.xlsx"][:200])]
    assert looked_at(ROSTER_FILES, files, make_school(), at=moment(TODAY)).blocked


def test_alone_a_file_of_another_kind_says_what_it_lacks() -> None:
    preview = looked_at(STAFF_MATRIX, [("七年级.csv", b"a,b\r\n1,2\r\n")], make_school(), at=moment(TODAY))
    assert preview.blocked


def test_rows_and_seconds_are_counted_over_all_files(monkeypatch: pytest.MonkeyPatch) -> None:
    files = list(FILES.items())
    monkeypatch.setattr(reading, "MOST_ROWS", 5)
    with translation.override("en"):
        errors = [str(one.message) for one in looked_at(ROSTER_FILES, files, make_school(), at=moment(TODAY)).findings]
    assert sum("more than 5 rows" in one for one in errors) == 2
    monkeypatch.undo()
    monkeypatch.setattr(reading, "SECONDS_TOGETHER", -1)
    preview = looked_at(ROSTER_FILES, files, make_school("b"), at=moment(TODAY))
    assert preview.blocked
    assert not preview.plan.rows


def test_commands_take_several_paths_and_folders(tmp_path: Path) -> None:
    make_administrator(make_school())
    (tmp_path / "七年级.csv").write_bytes(FILES["七年级.csv"])
    rest = {name: content for name, content in FILES.items() if name != "七年级.csv"}
    (tmp_path / "其他.zip").write_bytes(packed_as(rest))
    out = io.StringIO()
    with translation.override("en"):
        call_command("import_roster", str(tmp_path / "七年级.csv"), str(tmp_path / "其他.zip"), stdout=out)
    assert out.getvalue().startswith("Pupils: 5; new: 5")
    (tmp_path / "坏.zip").write_bytes(packed_as({"../a.csv": b"1"}))
    with pytest.raises(CommandError, match=r"坏\.zip"):
        call_command("import_roster", str(tmp_path / "坏.zip"))


def test_a_hostile_folder_is_refused_on_the_form() -> None:
    client = client_of(make_administrator(make_school()))
    file = SimpleUploadedFile("坏.zip", packed_as({"../a.csv": b"1"}))
    answer = client.post("/import/roster/", {"file": file})
    assert answer.status_code == 422
    assert "坏.zip" in answer.content.decode()
    assert not Upload.objects.exists()
