"""A school's year by commands: both terms, grade 9 settled weeks before the others, and the next year begins."""

from __future__ import annotations

import datetime as dt
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import translation

from awards.models import Entitlement, Level, Round, Scheme, StarEntry, TermLevel
from awards.rules.entitlements import RewardKind
from awards.settlement import verbs as settlement
from awards.settlement.levels_page import levels_page
from awards.sheets import corrections
from awards.terms import opening
from awards.terms.access import terms_of
from reports.honours.files import print_honours
from reports.stars.pupil_page import pupil_page
from students.models import Enrolment, School, SchoolClass, Student, Term, TermState
from students.permits.roles import standing_of
from tests.awards.management.test_commands import run
from tests.awards.month_files import rows_of, workbook
from tests.factories import make_administrator, make_class, make_office, make_scheme, make_school, make_student, moment
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NAMES = ("七年级(1)班", "八年级(1)班", "九年级(1)班")
Month = Callable[..., None]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def school() -> School:
    """A class a grade; by the scheme of this school one star is the first level, four are the fourth."""
    school = make_school("tenth")
    for entry_year in (2025, 2024, 2023):
        school_class = make_class(school, 1, entry_year=entry_year)
        for seat, name in enumerate(("赵安然", "钱博文", "孙晨曦"), start=1):
            make_student(school_class, name, seat=seat)
    make_scheme(school)
    for level in Level.objects.filter(scheme__school=school).order_by("lower_bound"):
        Level.objects.filter(pk=level.pk).update(lower_bound=level.number)
    Scheme.objects.filter(school=school).update(name="本校方案")
    make_administrator(school)
    make_office(school)
    return school


@pytest.fixture
def month(tmp_path: Path) -> Month:
    """Live one round through by the commands: the first pupil of each class has four stars, the second one."""

    def live(label: str, *, held: str, filed: str, final: str, classes: Sequence[str] = NAMES) -> None:
        winners = {"文明星": "赵安然、钱博文", "爱心星": "赵安然", "诚信星": "赵安然", "感恩星": "赵安然"}
        year, number = label.split("-")
        title = f"第十中学{year}年{int(number)}月班级评星表"
        path = tmp_path / f"{label}.xlsx"
        path.write_bytes(workbook({name: rows_of(name, winners, title=title) for name in classes}))
        with time_machine.travel(moment(dt.date.fromisoformat(filed)), tick=False):
            run("import_sheets", str(path), "--round", label, "--held-on", held)
            run("submit_sheets", "--round", label)
            run("file_sheets", "--round", label, "--on", filed)
        run("finalize_due", "--at", f"{final}T00:10")

    return live


def on(day: str) -> time_machine.travel:
    return time_machine.travel(moment(dt.date.fromisoformat(day)), tick=False)


def first_of(school: School, entry_year: int) -> Student:
    return Student.objects.get(enrolments__school_class__entry_year=entry_year, school=school, name="赵安然")


def graduating_ends(term: Term, school: School) -> None:
    """Let grade 9's last month end with its exam, and the others go on without it."""
    june, july = (Round.objects.get(term=term, label=label) for label in ("2026-06", "2026-07"))
    by = school.users.get(name="吴敏")
    last, at = dt.date(2026, 6, 16), moment(dt.date(2026, 5, 20))
    days = {"starts_on": june.starts_on, "ends_on": last, "due_on": last}
    opening.change_round(june, **days, grades=[7, 8, 9], by=by, at=at)
    after = last + dt.timedelta(days=1)
    opening.change_round(july, starts_on=after, ends_on=july.ends_on, due_on=july.due_on, grades=[7, 8], by=by, at=at)


def test_a_year_by_commands(school: School, month: Month) -> None:
    with on("2025-12-01"):
        run("open_term", "2025-1", "--from", "2025-12-01", "--until", "2026-01-23")
    month("2025-12", held="2025-12-30", filed="2026-01-05", final="2026-01-10")
    month("2026-01", held="2026-01-22", filed="2026-01-23", final="2026-02-06")
    with on("2026-02-06"):
        assert "levels frozen: 9" in run("settle_term", "2025-1")
    with on("2026-05-06"):
        run("open_term", "2025-2", "--from", "2026-05-06", "--until", "2026-07-10")
    term = terms_of(school).get(ordinal=2)
    graduating_ends(term, school)
    for label in ("2026-06", "2026-07"):
        round_ = Round.objects.get(term=term, label=label)
        opening.open_round(round_, by=None, at=moment(round_.starts_on))
    month("2026-05", held="2026-05-29", filed="2026-06-01", final="2026-06-10")
    month("2026-06", held="2026-06-16", filed="2026-06-17", final="2026-06-25")

    # June: the certificates of grade 9 are there for the graduation, grades 7 and 8 go on.
    with on("2026-06-25"):
        printed = run("settle_term", "2025-2", "--grade", "9")
        assert "levels frozen: 3" in printed
        assert run("settle_term", "2025-2", "--grade", "9").startswith("Nothing to do: 九年级 is settled already")
        out = io.StringIO()
        with pytest.raises(CommandError):
            call_command("settle_term", "2025-2", stdout=out)
        assert "七年级: July: 1 class has not submitted" in out.getvalue()
        assert "八年级: July: 1 class has not submitted" in out.getvalue()
        with pytest.raises(CommandError, match="no such grade"):
            run("settle_term", "2025-2", "--grade", "6")
    term.refresh_from_db()
    assert term.state == TermState.OPEN
    graduate = first_of(school, 2023)
    certificates = Entitlement.objects.filter(term=term, kind=RewardKind.CERTIFICATE)
    assert [row.student for row in certificates] == [graduate]
    clerk = school.users.get(name="周立新")
    paper = print_honours(
        term,
        RewardKind.CERTIFICATE,
        [row.pk for row in certificates],
        day=dt.date(2026, 6, 26),
        check_address="",
        by=clerk,
        at=moment(dt.date(2026, 6, 25)),
    )
    assert paper.startswith(b"%PDF")

    # After the settlement a star turns out to be wrong: the grade is reopened alone, and settled again.
    entry = StarEntry.objects.filter(term=term, student=graduate).select_related("nomination")[0]
    administrator, at = school.users.get(name="吴敏"), moment(dt.date(2026, 6, 29))
    with refused("settled"):
        corrections.reverse(entry, reason="不符", by=clerk, at=at)
    settlement.reopen_grade(term, 9, reason="核对", by=administrator, at=at)
    corrections.reverse(entry, reason="不符", by=clerk, at=at)
    with on("2026-06-30"):
        assert "corrected: 1" in run("settle_term", "2025-2", "--grade", "9")

    # July: the others, and the term with them.
    month("2026-07", held="2026-07-09", filed="2026-07-10", final="2026-07-20", classes=NAMES[:2])
    with on("2026-07-20"):
        assert "levels frozen: 6" in run("settle_term", "2025-2")
        run("start_year", "2026")
        assert run("settle_term", "2025-2") == "Nothing to do: the term is settled already.\n"
    with on("2026-09-01"):
        run("open_term", "2026-1", "--from", "2026-09-01", "--until", "2027-01-22")
    term.refresh_from_db()
    assert term.state == TermState.SETTLED
    frozen = Counter(TermLevel.objects.filter(term=term).current().values_list("total", flat=True))
    assert frozen == {12: 2, 7: 1, 3: 2, 2: 1, 0: 3}
    assert not Enrolment.objects.filter(school_class__entry_year=2023, ends_on=None).exists()
    for school_class in SchoolClass.objects.filter(school=school, entry_year__lte=2025):
        explained(school, school_class, term)


def explained(school: School, school_class: SchoolClass, term: Term) -> None:
    """On any day the class's page says what the entries until then add up to, and the pupil's page names each."""
    settled_on = {2023: dt.date(2026, 6, 25)}.get(school_class.entry_year, dt.date(2026, 7, 20))
    clerk = school.users.get(name="周立新")
    day = dt.date(2026, 6, 1)
    while day < dt.date(2026, 9, 1):
        until = moment(day, 23)
        page = levels_page(school_class, term, day, balanced=True)
        assert (page.settled_at is None) == (day < settled_on), day
        for row in page.rows:
            entries = StarEntry.objects.of_term(term).filter(student=row.pk, entered_at__lte=until)
            corrected = school_class.entry_year == 2023 and dt.date(2026, 6, 29) == day
            # While a grade is reopened the page keeps to what is frozen.
            assert row.total == sum(entry.stars for entry in entries) + corrected * (row.total == 8), (day, row)
        day += dt.timedelta(days=1)
    for student in Student.objects.filter(enrolments__school_class=school_class):
        told = pupil_page(student, term, standing_of(clerk, day), day, deductions=True)
        assert told.total == TermLevel.objects.current().get(term=term, student=student).total
        assert sum(line.entry.stars for line in told.lines) == told.total
        assert not told.provisional
