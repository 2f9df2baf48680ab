"""The month by commands: each works, shows without writing, fails whole, and changes nothing the second time."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from awards.models import ClassRound, HeldStep, Nomination, Round, Scheme, SchemeState, SheetState, StarEntry
from starrating.operations.models import AuditEvent, AuditSource, Upload
from students.models import School, SchoolRole, SchoolRoleKind, Term, User
from tests.awards.month_files import rows_of, workbook
from tests.factories import make_administrator, make_class, make_school, make_student, make_term, make_user

pytestmark = pytest.mark.django_db
WINNERS = {"七年级(1)班": {"文明星": "赵安然、钱博文"}, "七年级(2)班": {"爱心星": "孙晨曦"}}


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def school() -> School:
    """Two classes with their pupils, a term under way and an administrator; no sheets yet."""
    school = make_school("tenth")
    first, second = make_class(school, 1), make_class(school, 2)
    make_student(first, "赵安然", seat=1)
    make_student(first, "钱博文", seat=2)
    make_student(second, "孙晨曦", seat=1)
    make_term(school)
    make_administrator(school)
    return school


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "2025-09.xlsx"
    path.write_bytes(workbook({name: rows_of(name, winners) for name, winners in WINNERS.items()}))
    return str(path)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def state() -> tuple[object, ...]:
    """All that a command of the month may change."""
    return (
        sorted(ClassRound.objects.values_list("pk", "state", "version", "filing_number")),
        sorted(Nomination.objects.values_list("pk", "state", "place")),
        *(model.objects.count() for model in (School, User, Term, Round, Scheme, HeldStep, StarEntry, AuditEvent)),
    )


def refuse(*arguments: str) -> str:
    """The sentence of a command that must fail and must have written nothing."""
    before = state()
    with pytest.raises(CommandError) as error:
        run(*arguments)
    assert state() == before
    assert error.value.returncode == 1
    return str(error.value)


def unchanged(*arguments: str) -> str:
    before = state()
    printed = run(*arguments)
    assert state() == before
    return printed


def test_setup_school_makes_all_that_a_school_begins_with() -> None:
    printed = run("setup_school", "tenth", "--name", "第十中学")
    school = School.objects.get(code="tenth")
    assert (school.name, list(school.grades), school.office_name) == ("第十中学", [7, 8, 9], "政教处")
    assert Scheme.objects.get(school=school).state == SchemeState.PUBLISHED
    admin = User.objects.get(school=school)
    assert (admin.username, admin.must_change_password) == ("admin", True)
    assert SchoolRole.objects.get(user=admin).role == SchoolRoleKind.ADMINISTRATOR
    password = re.findall(r"only now: (\S+)", printed)
    assert admin.check_password(password[0])
    assert printed.count(password[0]) == 1
    assert set(AuditEvent.objects.values_list("source", flat=True)) == {AuditSource.COMMAND}
    assert not any(password[0] in str(event.new) for event in AuditEvent.objects.all())


def test_setup_school_takes_other_grades_and_another_account() -> None:
    make_user(None, username="admin")
    run("setup_school", "one", "--name", "第一小学", "--stage", "primary")
    run("setup_school", "two", "--name", "第二学校", "--first-grade", "6", "--last-grade", "9", "--admin", "lin")
    assert list(School.objects.get(code="one").grades) == [1, 2, 3, 4, 5, 6]
    assert list(School.objects.get(code="two").grades) == [6, 7, 8, 9]
    assert set(User.objects.exclude(school=None).values_list("username", flat=True)) == {"one-admin", "lin"}


def test_setup_school_shows_without_writing() -> None:
    printed = unchanged("setup_school", "tenth", "--name", "第十中学", "--dry-run")
    assert "tenth" in printed
    assert "password" not in printed.lower()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("tenth", "--name", "另一所"), "There is a school with the code tenth already."),
        (("Nicht erlaubt", "--name", "某校"), "slug"),
        (("new", "--name", "某校", "--scheme", "weekly"), "no such scheme"),
        (("new", "--name", "某校", "--first-grade", "9", "--last-grade", "7"), "The last grade is below the first"),
        (("new", "--name", "某校", "--admin", "admin"), "Another account has this name. Choose another name."),
        (("new", "--name", " "), "blank"),
    ],
)
def test_setup_school_refuses_whole(arguments: tuple[str, ...], sentence: str) -> None:
    run("setup_school", "tenth", "--name", "第十中学")
    assert sentence in refuse("setup_school", *arguments)


def test_open_term_makes_the_rounds_and_opens_what_has_begun() -> None:
    run("setup_school", "tenth", "--name", "第十中学")
    make_class(School.objects.get(), 1)
    arguments = ("open_term", "2025-1", "--from", "2025-09-01", "--until", "2026-01-23")
    assert "months opened: 5" in unchanged(*arguments, "--dry-run")
    printed = run(*arguments)
    assert [round_.label for round_ in Round.objects.all()] == ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01"]
    assert "2026-01: 2026-01-01 to 2026-01-23" in printed
    begun = Round.objects.filter(starts_on__lte=timezone.localdate()).count()
    assert ClassRound.objects.count() == begun
    assert refuse(*arguments) == "This term is open already. Open it from the list of terms."
    assert "2025-1" in refuse("open_term", "autumn", "--from", "2025-09-01", "--until", "2026-01-23")


def test_a_month_goes_through_all_commands(school: School, file: str) -> None:
    month = ("--round", "2025-09")
    assert "sheets: 2, names: 3. Sheets new: 2" in unchanged("import_sheets", file, *month, "--dry-run")
    assert "sheets: 2, names: 3. Sheets new: 2" in run("import_sheets", file, *month)
    assert "unchanged: 2" in unchanged("import_sheets", file, *month)

    assert "sheets submitted: 2" in unchanged("submit_sheets", *month, "--dry-run")
    run("submit_sheets", *month)
    assert "sheets submitted: 0, submitted before: 2" in unchanged("submit_sheets", *month)
    assert "unchanged: 2" in unchanged("import_sheets", file, *month)

    filing = ("file_sheets", *month, "--on", "2025-10-09")
    assert "sheets filed: 2, on notice until the end of 2025-10-11" in unchanged(*filing, "--dry-run")
    run(*filing)
    assert "sheets filed: 0" in unchanged(*filing)

    assert "Sheets that took effect: 0" in run("finalize_due", "--at", "2025-10-11T23:00")
    due = ("finalize_due", "--at", "2025-10-12T00:10")
    assert "Sheets due: 2" in unchanged(*due, "--dry-run")
    assert "Sheets that took effect: 2" in run(*due)
    assert "Sheets that took effect: 0" in unchanged(*due)
    entries = StarEntry.objects.values_list("student__name", "item__name", "round__label", "stars")
    assert sorted(entries) == [
        ("孙晨曦", "爱心星", "2025-09", 1),
        ("赵安然", "文明星", "2025-09", 1),
        ("钱博文", "文明星", "2025-09", 1),
    ]


def test_what_a_command_did_is_in_the_audit_with_who_and_from_where(school: School, file: str) -> None:
    admin = User.objects.get()
    run("import_sheets", file, "--round", "2025-09")
    event = AuditEvent.objects.get(action="sheets.imported")
    assert (event.actor_id, event.source, event.school) == (admin.pk, AuditSource.COMMAND, school)
    assert event.new["sheets"] == ["七年级(1)班", "七年级(2)班"]


def test_import_sheets_fails_whole_and_names_the_cell(school: School, tmp_path: Path, file: str) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(workbook({"七年级(2)班": rows_of("七年级(2)班", {"文明星": "赵安然"})}))
    out = io.StringIO()
    before = state()
    with pytest.raises(CommandError):
        call_command("import_sheets", str(bad), "--round", "2025-09", stdout=out)
    assert "bad.xlsx / 七年级(2)班 / C4: “赵安然” is not in this class" in out.getvalue()
    assert state() == before
    assert "More than one sheet" not in out.getvalue()
    assert refuse("import_sheets", file, str(bad), "--round", "2025-09")


def test_import_sheets_takes_the_day_on_which_steps_were_held(school: School, file: str) -> None:
    run("import_sheets", file, "--round", "2025-09", "--held-on", "2025-09-26")
    assert set(HeldStep.objects.values_list("held_on", flat=True)) == {dt.date(2025, 9, 26)}


@pytest.mark.parametrize("name", ["import_sheets", "submit_sheets", "file_sheets"])
def test_an_unknown_round_lists_the_known_ones(school: School, file: str, name: str) -> None:
    extra = {"import_sheets": [file], "file_sheets": ["--on", "2025-10-09"]}.get(name, [])
    assert "2025-09, 2025-10" in refuse(name, *extra, "--round", "2025-08")


def test_submit_sheets_submits_all_or_none(school: School, tmp_path: Path) -> None:
    only = tmp_path / "one.xlsx"
    only.write_bytes(workbook({"七年级(1)班": rows_of("七年级(1)班", {"文明星": "赵安然"})}))
    run("import_sheets", str(only), "--round", "2025-09")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("submit_sheets", "--round", "2025-09", stdout=out)
    assert "七年级(2)班: Nobody is on the sheet yet." in out.getvalue()
    assert "七年级(1)班" not in out.getvalue()
    assert set(ClassRound.objects.values_list("state", flat=True)) == {SheetState.OPEN}


def test_file_sheets_leaves_what_was_not_handed_in(school: School, file: str) -> None:
    run("import_sheets", file, "--round", "2025-09")
    printed = run("file_sheets", "--round", "2025-09", "--on", "2025-10-09")
    assert "sheets filed: 0" in printed
    assert "not submitted: 2" in printed
    assert "七年级(1)班: being filled in" in printed
    run("submit_sheets", "--round", "2025-09")
    assert "before the first day of the month" in refuse("file_sheets", "--round", "2025-09", "--on", "2025-08-31")


def test_commands_refuse_who_may_not(school: School, file: str) -> None:
    teacher = make_user(school, username="teacher")
    assert refuse("import_sheets", file, "--round", "2025-09", "--by", teacher.username)
    run("import_sheets", file, "--round", "2025-09")
    assert refuse("submit_sheets", "--round", "2025-09", "--by", teacher.username)
    run("submit_sheets", "--round", "2025-09")
    assert refuse("file_sheets", "--round", "2025-09", "--on", "2025-10-09", "--by", teacher.username)


def test_finalize_due_empties_forgotten_uploads(school: School) -> None:
    long_ago = timezone.now() - dt.timedelta(days=30)
    user = User.objects.get()
    values = {"user": user, "school": user.school, "kind": "sheets", "filename": "a.xlsx", "sha256": "0"}
    old = Upload.objects.create(**values, content=b"x", created_at=long_ago)
    new = Upload.objects.create(**values, content=b"x", created_at=timezone.now())
    run("finalize_due")
    assert [bytes(Upload.objects.get(pk=one.pk).content) for one in (old, new)] == [b"", b"x"]


def test_finalize_due_refuses_what_is_no_time() -> None:
    assert "2025-10-20T08:00" in refuse("finalize_due", "--at", "soon")
