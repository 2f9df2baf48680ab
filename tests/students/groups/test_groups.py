"""Groups, their leaders and the star committee: arranged by the homeroom teacher, each row with its days (五1, A41)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from starrating.operations.idempotency import FIELD
from starrating.operations.models import AuditEvent
from students.groups import committee, verbs as groups
from students.groups.committee import members_on
from students.imports.importer import ROSTER
from students.models import CommitteeMember, Enrolment, GroupLeader, SchoolClass, Student, StudentGroup, User
from students.permits.roles import standing_of
from students.pupils import movements
from students.years import verbs as years
from tests.factories import (
    TERM_START,
    make_administrator,
    make_class,
    make_homeroom,
    make_office,
    make_school,
    make_student,
    make_students,
    make_user,
    moment,
)
from tests.guarantees.factories import at_once, kinds
from tests.imports import imported, looked_at
from tests.refusals import refusal as no
from tests.students.staff_factories import client_of, keyed

DAY = dt.date(2025, 10, 9)
NOW = moment(DAY)
ONE = dt.timedelta(days=1)
LATER = DAY + 7 * ONE


@dataclass(frozen=True)
class Arranged:
    """A class of eight in two groups of four, each with a leader, and one cadre; all of them held office before."""

    school_class: SchoolClass
    teacher: User
    pupils: list[Student]
    first: StudentGroup
    second: StudentGroup

    def put(self, group: StudentGroup, *numbers: int, on: dt.date = LATER) -> list[Student]:
        return groups.put_in_group(group, self.some(*numbers), on=on, by=self.teacher, at=NOW)

    def lead(self, group: StudentGroup, number: int, on: dt.date = LATER) -> GroupLeader:
        return groups.name_leader(group, self.pupils[number], on=on, by=self.teacher, at=NOW)

    def join(self, number: int, on: dt.date = LATER) -> CommitteeMember:
        return committee.name_member(self.school_class, self.pupils[number], on=on, by=self.teacher, at=NOW)

    def some(self, *numbers: int) -> list[Student]:
        return [self.pupils[number] for number in numbers]

    def sitting(self, group: StudentGroup, day: dt.date) -> list[Student]:
        rows = Enrolment.objects.of_class(self.school_class, day).filter(group=group)
        return [row.student for row in rows]

    def history(self) -> list[tuple[int, int, dt.date, dt.date | None]]:
        """Who led and who sat on the committee before these did."""
        led = GroupLeader.objects.filter(starts_on__lt=DAY).values_list("student", "group", "starts_on", "ends_on")
        sat = CommitteeMember.objects.filter(starts_on__lt=DAY)
        return [*led.order_by("pk"), *sat.order_by("pk").values_list("student", "school_class", "starts_on", "ends_on")]

    def seat(self) -> CommitteeMember:
        """The cadre's."""
        return CommitteeMember.objects.get(ends_on=None)

    def committee(self, day: dt.date) -> list[Student]:
        return [member.student for member in members_on(self.school_class, day)]


def make_arranged() -> Arranged:
    school_class = make_class(make_school())
    teacher = make_homeroom(school_class)
    pupils = make_students(school_class, 8)
    first, second = (groups.make_group(school_class, by=teacher, at=NOW) for _ in range(2))
    at = Arranged(school_class, teacher, pupils, first, second)
    at.put(first, 0, 1, 2, 3, on=DAY)
    at.put(second, 4, 5, 6, 7, on=DAY)
    past = {"starts_on": TERM_START, "ends_on": DAY - 9 * ONE}
    GroupLeader.objects.bulk_create(
        GroupLeader(group=group, student=pupils[number], **past) for group, number in ((first, 0), (second, 4))
    )
    # A cadre then may lead now, and the other way round.
    CommitteeMember.objects.bulk_create(
        CommitteeMember(school_class=school_class, student=pupils[number], **past) for number in (1, 2, 4)
    )
    at.lead(first, 0, on=DAY)
    at.lead(second, 4, on=DAY)
    at.join(1, on=DAY)
    return at


ACTS: dict[str, Callable[[Arranged], object]] = {
    "another leader is named": lambda at: at.lead(at.first, 2),
    "a leader is named who was a cadre": lambda at: at.lead(at.first, 1),
    "a leader ends": lambda at: groups.end_leader(at.first, on=LATER, by=at.teacher, at=NOW),
    "a leader sits in another group": lambda at: at.put(at.second, 0),
    "a leader sits in no group": lambda at: groups.take_out(at.first, at.some(0), on=LATER, by=at.teacher, at=NOW),
    "a cadre ends": lambda at: committee.end_member(at.seat(), on=LATER, by=at.teacher, at=NOW),
    "a leader and a cadre leave": lambda at: [
        movements.transfer_out(pupil, on=LATER, by=make_office(pupil.school), at=NOW) for pupil in at.some(0, 1, 4)
    ],
}


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS)
def test_who_held_an_office_before_keeps_the_days_of_it(act: str) -> None:
    at = make_arranged()
    before = at.history()
    assert len(before) == 5
    ACTS[act](at)
    assert at.history() == before


@pytest.mark.django_db
def test_who_held_an_office_before_may_hold_it_again() -> None:
    at = make_arranged()
    assert at.join(2).student == at.pupils[2]
    at.lead(at.first, 2)
    groups.end_leader(at.second, on=LATER, by=at.teacher, at=NOW)
    assert at.join(4).starts_on == LATER
    assert at.lead(at.second, 4, on=LATER).student == at.pupils[4]


@pytest.mark.django_db
class TestGroups:
    def test_groups_are_numbered_named_and_renamed(self) -> None:
        at = make_arranged()
        assert (at.first.number, at.second.number) == (1, 2)
        groups.rename_group(at.first, " 启航组 ", by=at.teacher, at=NOW)
        third = groups.make_group(at.school_class, "飞鹰", by=at.teacher, at=NOW)
        assert [str(group) for group in StudentGroup.objects.order_by("number")][::2] == ["启航组", str(third)]
        assert no(lambda: groups.make_group(at.school_class, "启航组", by=at.teacher, at=NOW)) == "name"
        assert no(lambda: groups.rename_group(third, "启航组", by=at.teacher, at=NOW)) == "name"
        assert no(lambda: groups.rename_group(third, "长" * 31, by=at.teacher, at=NOW)) == "name"
        assert no(lambda: groups.make_group(at.school_class, number=2, by=at.teacher, at=NOW)) == "number"
        groups.rename_group(at.first, "", by=at.teacher, at=NOW)
        assert AuditEvent.objects.filter(action="group.renamed").count() == 2

    def test_a_pupil_changes_group_from_a_day_on_and_the_past_stays(self) -> None:
        at = make_arranged()
        seat = Enrolment.objects.get(student=at.pupils[3]).seat
        assert at.put(at.second, 3, 4) == at.some(3)
        assert at.sitting(at.first, LATER - ONE) == at.some(0, 1, 2, 3)
        assert at.sitting(at.first, LATER) == at.some(0, 1, 2)
        assert at.sitting(at.second, LATER) == at.some(3, 4, 5, 6, 7)
        assert {row.seat for row in Enrolment.objects.filter(student=at.pupils[3])} == {seat}
        groups.take_out(at.second, at.some(3, 0), on=LATER + ONE, by=at.teacher, at=NOW)
        assert at.sitting(at.second, LATER + ONE) == at.some(4, 5, 6, 7)
        assert at.sitting(at.first, LATER + ONE) == at.some(0, 1, 2)

    def test_a_known_last_day_is_kept(self) -> None:
        at = make_arranged()
        Enrolment.objects.filter(student=at.pupils[3]).update(ends_on=LATER + 9 * ONE)
        at.put(at.second, 3)
        assert Enrolment.objects.get(student=at.pupils[3], group=at.second).ends_on == LATER + 9 * ONE

    def test_a_leader_follows_another_and_leaves_with_the_group(self) -> None:
        at = make_arranged()
        at.lead(at.first, 2)
        assert at.committee(LATER - ONE) == at.some(0, 4, 1)
        assert at.committee(LATER) == at.some(2, 4, 1)
        at.put(at.second, 2, on=LATER + ONE)
        assert at.committee(LATER + ONE) == at.some(4, 1)
        at.lead(at.second, 4, on=LATER + ONE)
        groups.end_leader(at.second, on=LATER + 2 * ONE, by=at.teacher, at=NOW)
        assert at.committee(LATER + 2 * ONE) == at.some(1)
        groups.end_leader(at.second, on=LATER + 2 * ONE, by=at.teacher, at=NOW)

    def test_who_is_corrected_on_the_same_day_has_never_led(self) -> None:
        at = make_arranged()
        at.lead(at.first, 2, on=DAY)
        assert list(at.first.leaders.filter(starts_on__gte=DAY).values_list("student", flat=True)) == [at.pupils[2].pk]

    def test_only_members_lead_and_only_the_class_is_grouped(self) -> None:
        at = make_arranged()
        stranger = make_student(make_class(at.school_class.school, 2), "外班")
        assert no(lambda: at.lead(at.first, 5)) == "not_member"
        assert no(lambda: groups.put_in_group(at.first, [stranger], on=DAY, by=at.teacher, at=NOW)) == "not_enrolled"
        assert (
            no(lambda: committee.name_member(at.school_class, stranger, on=DAY, by=at.teacher, at=NOW))
            == "not_enrolled"
        )


@pytest.mark.django_db
class TestCommittee:
    def test_cadres_sit_beside_the_leaders_once_each(self) -> None:
        at = make_arranged()
        assert at.committee(DAY) == at.some(0, 4, 1)
        assert no(lambda: at.join(1)) == no(lambda: at.join(0)) == "twice"
        at.lead(at.first, 1)
        assert at.committee(LATER) == at.some(1, 4)
        assert not CommitteeMember.objects.active_on(LATER).exists()

    def test_a_seat_ends_and_the_past_stays(self) -> None:
        at = make_arranged()
        row = at.seat()
        committee.end_member(row, on=LATER, by=at.teacher, at=NOW)
        assert (at.committee(LATER - ONE), at.committee(LATER)) == (at.some(0, 4, 1), at.some(0, 4))
        assert no(lambda: committee.end_member(row, on=LATER, by=at.teacher, at=NOW)) == "ended"
        again = at.join(1)
        committee.end_member(again, on=LATER, by=at.teacher, at=NOW)
        assert CommitteeMember.objects.filter(starts_on__gte=DAY).count() == 1

    @pytest.mark.parametrize("how", ["leaves", "moves", "roster", "graduates"])
    def test_who_leaves_the_class_leaves_the_offices_in_the_same_verb(self, how: str) -> None:
        at = make_arranged()
        school, clerk = at.school_class.school, make_office(at.school_class.school)
        other = make_class(school, 2)
        for number in (0, 1):
            pupil = at.pupils[number]
            if how == "leaves":
                movements.transfer_out(pupil, on=LATER, by=clerk, at=NOW)
            elif how == "moves":
                movements.change_class(pupil, other, on=LATER, by=clerk, at=NOW)
        if how == "roster":
            rows = "".join(f"{one.number},{one.name},七年级(2)班\n" for one in at.some(0, 1))
            file = ("名册.csv", f"学号,姓名,班级\n{rows}".encode())
            imported(ROSTER, looked_at(ROSTER, [file], school, at=moment(LATER), starts_on=LATER), by=clerk)
        if how == "graduates":
            administrator = make_administrator(school)
            options = years.YearOptions(last_day=dt.date(2028, 7, 1))
            done = years.start_year(school, 2028, options, by=administrator, at=moment(dt.date(2028, 7, 2)))
            assert (done.leaders, done.cadres) == (2, 1)
            assert not CommitteeMember.objects.filter(ends_on__isnull=True).exists()
            return
        assert at.committee(LATER - ONE) == at.some(0, 4, 1)
        assert at.committee(LATER) == at.some(4)


@pytest.mark.django_db
def test_only_the_homeroom_teacher_and_the_administrator_arrange() -> None:
    at = make_arranged()
    school = at.school_class.school
    others = [make_office(school), make_homeroom(make_class(school, 2)), make_administrator(make_school())]
    account = make_user(school, "组长")
    account.student = at.pupils[0]
    account.save()
    acts: list[Callable[[User], object]] = [
        lambda by: groups.make_group(at.school_class, by=by, at=NOW),
        lambda by: groups.rename_group(at.first, "新", by=by, at=NOW),
        lambda by: groups.put_in_group(at.first, at.some(5), on=DAY, by=by, at=NOW),
        lambda by: groups.take_out(at.first, at.some(1), on=DAY, by=by, at=NOW),
        lambda by: groups.name_leader(at.first, at.pupils[2], on=DAY, by=by, at=NOW),
        lambda by: groups.end_leader(at.first, on=DAY, by=by, at=NOW),
        lambda by: committee.end_member(at.seat(), on=DAY, by=by, at=NOW),
        lambda by: committee.name_member(at.school_class, at.pupils[6], on=DAY, by=by, at=NOW),
    ]
    assert {no(partial(act, by)) for act in acts for by in [*others, account]} == {"role"}
    for act in acts:
        act(make_administrator(school))


@pytest.mark.django_db(transaction=True)
def test_two_leaders_named_at_once_are_one() -> None:
    at = make_arranged()
    answers = at_once(partial(at.lead, at.first, 1), partial(at.lead, at.first, 2), partial(at.lead, at.first, 3))
    assert kinds([*answers]) == ["GroupLeader"] * 3
    assert GroupLeader.objects.filter(group=at.first, ends_on__isnull=True).count() == 1


@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def _today(self) -> Iterator[None]:
        with time_machine.travel(moment(LATER), tick=False):
            yield

    def signed_in(self, at: Arranged) -> tuple[Client, str]:
        return client_of(at.teacher), reverse("students:groups", args=[at.school_class.pk])

    def test_several_by_initials_and_what_is_unclear_is_asked(self) -> None:
        at = make_arranged()
        client, page = self.signed_in(at)
        address = reverse("students:group_members", args=[at.first.pk])
        line = f"{at.pupils[5].initials.split()[0]}、{at.pupils[6].name}、没有这人"
        response = client.post(address, keyed(names=line))
        card = response.context["page"].groups[0]
        assert (response.status_code, card.box.rest, len(card.box.questions)) == (422, "没有这人", 1)
        assert at.sitting(at.first, LATER) == at.some(0, 1, 2, 3, 5, 6)
        assert client.post(address, keyed(remove=at.pupils[5].pk)).headers["Location"].startswith(page)
        assert at.pupils[5] not in at.sitting(at.first, LATER)
        assert [place.student for place in client.get(page).context["page"].loose] == at.some(5)

    def test_leader_and_cadres_and_a_refusal_beside_its_box(self) -> None:
        at = make_arranged()
        client, page = self.signed_in(at)
        leader = reverse("students:group_leader", args=[at.first.pk])
        assert client.post(leader, keyed(leader=at.pupils[3].pk)).status_code == 302
        members = reverse("students:committee_members", args=[at.school_class.pk])
        client.post(members, keyed(names=f"{at.pupils[5].name} {at.pupils[6].name}"))
        shown = client.get(page).context["page"]
        assert [member.student for member in shown.committee] == at.some(3, 4, 1, 5, 6)
        assert not shown.is_even
        response = client.post(members, keyed(names=at.pupils[1].name))
        box = response.context["page"].committee_box
        assert (response.status_code, box.rest, at.pupils[1].name in box.refusal) == (422, at.pupils[1].name, True)
        client.post(members, keyed(remove=CommitteeMember.objects.get(student=at.pupils[6]).pk))
        assert client.get(page).context["page"].is_even
        client.post(leader, keyed(remove=at.pupils[3].pk))
        assert client.get(page).context["page"].groups[0].leader is None

    def test_groups_are_made_and_renamed_once(self) -> None:
        at = make_arranged()
        client, page = self.signed_in(at)
        form = keyed(name="启航组")
        for _ in range(2):
            client.post(reverse("students:group_add", args=[at.school_class.pk]), form)
        client.post(reverse("students:group_rename", args=[at.first.pk]), keyed(name="飞鹰"))
        client.post(reverse("students:group_rename", args=[at.second.pk]), keyed(name="飞鹰"))
        assert [card.name for card in client.get(page).context["page"].groups] == ["飞鹰", "", "启航组"]

    def test_others_find_nothing_or_are_refused(self) -> None:
        at = make_arranged()
        school = at.school_class.school
        other = client_of(make_homeroom(make_class(school, 2)))
        office = client_of(make_office(school))
        addresses = [
            reverse("students:group_add", args=[at.school_class.pk]),
            reverse("students:committee_members", args=[at.school_class.pk]),
            *(reverse(f"students:group_{what}", args=[at.first.pk]) for what in ("rename", "members", "leader")),
        ]
        page = reverse("students:groups", args=[at.school_class.pk])
        assert [other.get(page).status_code, office.get(page).status_code] == [404, 403]
        assert {other.post(address, keyed()).status_code for address in addresses} == {404}
        assert {office.post(address, keyed()).status_code for address in addresses} == {403}

    def test_without_its_key_a_form_does_nothing(self) -> None:
        at = make_arranged()
        client, address = client_of(at.teacher), reverse("students:group_members", args=[at.first.pk])
        assert client.post(address, {FIELD: "", "names": at.pupils[0].name}).status_code == 422

    def test_the_page_asks_a_fixed_number_of_questions(self) -> None:
        at = make_arranged()
        client, page = self.signed_in(at)
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        assert len(asked) <= 13, [query["sql"][:80] for query in asked]


@pytest.mark.django_db
def test_a_leader_who_moved_leads_nothing() -> None:
    at = make_arranged()
    account = make_user(at.school_class.school, "组长")
    account.student = at.pupils[0]
    account.save()
    assert standing_of(account, DAY).leads == {at.first.pk}
    movements.change_class(
        at.pupils[0], make_class(at.school_class.school, 2), on=LATER, by=make_office(at.school_class.school), at=NOW
    )
    standing = standing_of(account, LATER)
    assert (standing.leads, standing.committee_of) == (frozenset(), frozenset())
