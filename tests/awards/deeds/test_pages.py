"""Facts on the pages: noted, beside the names, pressed to declare, and seen by nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from unittest import mock

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from awards.deeds.beside import deeds_beside
from awards.models import Deed, LineState, Nomination, Round
from awards.rules.kinds import StepRole
from students.models import CommitteeMember, ConsentScope
from tests.awards.deed_factories import DAY, TEXT, Noting, make_deed, make_noting
from tests.awards.pupil_factories import WHEN, client_of, keyed, over
from tests.factories import TERM_END, TERM_START, make_class, make_consent, make_homeroom, make_office, make_student

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(WHEN, tick=False):
        yield


def sent(noting: Noting, names: str, **values: object) -> dict[str, object]:
    return keyed(**({"names": names, "text": TEXT, "item": noting.items[0].pk, "on": DAY.isoformat()} | values))


def text_at(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_a_teacher_notes_by_initials() -> None:
    noting = make_noting()
    initials = noting.pupils[0].initials.split()[0]
    client = client_of(noting.teacher)
    path = reverse("awards:note_deed", args=[noting.sheet.school_class_id])
    form = sent(noting, f"{initials} {noting.pupils[1].name}")
    answer = client.post(path, form, follow=True)
    assert TEXT in answer.content.decode()
    assert {row.student for row in Deed.objects.all()} == set(noting.pupils[:2])
    client.post(path, form)
    assert Deed.objects.count() == 2, "the same form counts once"


def test_who_is_not_certain_is_asked_about_with_what_was_typed_kept() -> None:
    noting = make_noting()
    twin = make_student(noting.sheet.school_class, noting.pupils[0].name, seat=40)
    make_consent(twin, ConsentScope.PROCESSING)
    path = reverse("awards:note_deed", args=[noting.sheet.school_class_id])
    client = client_of(noting.homeroom)
    answer = client.post(path, sent(noting, twin.name))
    assert answer.status_code == 422
    assert TEXT in answer.content.decode()
    assert (
        f'name="pick" value="{twin.pk}:{twin.name}"'.replace('" value', '"\n' + " " * 14 + "value")
        in answer.content.decode()
        or f'value="{twin.pk}:{twin.name}"' in answer.content.decode()
    )
    client.post(path, sent(noting, twin.name, pick=f"{twin.pk}:{twin.name}"))
    assert Deed.objects.get().student == twin


def test_what_is_wrong_is_said_beside_what_was_typed() -> None:
    noting = make_noting()
    path = reverse("awards:note_deed", args=[noting.sheet.school_class_id])
    client = client_of(noting.teacher)
    for wrong in ({"item": ""}, {"text": ""}, {"on": TERM_END.isoformat()}, {"on": "never"}, {"item": "9" * 30}):
        answer = client.post(path, sent(noting, noting.pupils[0].name, **wrong))
        assert answer.status_code == 422, wrong
        assert "deed-note__no" in answer.content.decode()
    assert not Deed.objects.exists()


def test_a_pupil_sees_the_own_facts_and_nobody_elses() -> None:
    noting = make_noting()
    make_deed(noting, 0)
    make_deed(noting, 1, "别人的事例")
    shown = text_at(client_of(noting.accounts[0]), reverse("awards:my_deeds"))
    assert TEXT in shown
    assert "别人的事例" not in shown
    path = reverse("awards:note_own_deed")
    client_of(noting.accounts[0]).post(path, sent(noting, noting.pupils[1].name, text="我自己的"))
    assert Deed.objects.get(text="我自己的").student == noting.pupils[0]


def test_the_noter_mends_on_the_page_and_others_find_no_button() -> None:
    noting = make_noting()
    deed = make_deed(noting)
    mend = reverse("awards:correct_deed", args=[deed.pk])
    for user, there in ((noting.teacher, True), (noting.accounts[0], False), (noting.homeroom, False)):
        where = (
            reverse("awards:my_deeds")
            if user.student_id
            else reverse("awards:class_deeds", args=[noting.sheet.school_class_id])
        )
        assert (mend in text_at(client_of(user), where)) == there
    form = {"text": "改好的", "item": noting.items[1].pk, "on": DAY.isoformat()}
    client_of(noting.teacher).post(mend, keyed(**form))
    assert Deed.objects.get().text == "改好的"
    assert (
        client_of(make_homeroom(make_class(deed.student.school, 7), "外班")).post(mend, keyed(**form)).status_code
        == 404
    )
    remove = reverse("awards:remove_deed", args=[deed.pk])
    client_of(noting.accounts[0]).post(remove, keyed())
    assert Deed.objects.exists()
    client_of(noting.homeroom).post(remove, keyed(term_of=noting.sheet.school_class_id))
    assert not Deed.objects.exists()


def test_the_term_by_pupil_is_the_homeroom_teachers_and_counts_nobody() -> None:
    noting = make_noting()
    make_deed(noting, 0)
    path = reverse("awards:term_deeds", args=[noting.sheet.school_class_id])
    shown = text_at(client_of(noting.homeroom), path)
    assert TEXT in shown
    assert all(pupil.name in shown for pupil in noting.pupils), "quiet ones are among them"
    assert client_of(noting.teacher).get(path).status_code == 403
    assert client_of(make_office(noting.pupils[0].school)).get(path).status_code == 403


def test_the_paper_has_every_pupil_and_what_was_noted() -> None:
    noting = make_noting()
    make_deed(noting, 2)
    term = noting.sheet.round.term
    path = reverse("reports:term_deeds_paper", args=[term.pk, noting.sheet.school_class_id])
    with mock.patch("reports.typesetting.typeset._run", side_effect=lambda _arguments, content, _what: content):
        content = client_of(noting.homeroom).get(path).content.decode()
    assert TEXT in content
    assert all(pupil.name in content for pupil in noting.pupils)
    assert client_of(noting.homeroom).get(path).content.startswith(b"%PDF")


def test_one_press_on_a_fact_declares_its_star() -> None:
    noting = make_noting()
    deed, client = make_deed(noting), client_of(noting.accounts[0])
    shown = text_at(client, reverse("awards:my_month"))
    assert TEXT in shown
    path = reverse("awards:declare", args=[noting.sheet.pk])
    client.post(path, keyed(shown="", deed=deed.pk))
    line = Nomination.objects.get()
    assert (line.student, line.item, line.statement, line.state) == (
        noting.pupils[0],
        noting.items[0],
        TEXT,
        LineState.PROPOSED,
    )
    assert 'name="deed"' not in text_at(client, reverse("awards:my_month")), "it is chosen with this already"


def test_a_press_saves_the_other_ticks_as_well() -> None:
    noting = make_noting()
    deed, other = make_deed(noting), noting.items[1]
    form = {"shown": "", "deed": deed.pk, "on": [other.pk], f"statement-{other.pk}": "自己写的"}
    client_of(noting.accounts[0]).post(reverse("awards:declare", args=[noting.sheet.pk]), keyed(**form))
    assert set(Nomination.objects.values_list("item", "statement")) == {
        (noting.items[0].pk, TEXT),
        (other.pk, "自己写的"),
    }


def test_a_press_on_somebody_elses_fact_or_of_another_month_declares_nothing() -> None:
    noting = make_noting()
    wrong = [make_deed(noting, 1), make_deed(noting, 0, "十月的", on=dt.date(2025, 10, 8))]
    client, path = client_of(noting.accounts[0]), reverse("awards:declare", args=[noting.sheet.pk])
    for sent_key in (*(deed.pk for deed in wrong), "9" * 19, "x"):
        client.post(path, keyed(shown="", deed=sent_key))
    assert not Nomination.objects.exists()


def test_two_hundred_facts_take_the_declaration_page_twelve_queries(django_assert_max_num_queries: object) -> None:
    noting = make_noting()
    for n in range(200):
        make_deed(noting, 0, f"第{n}件事", item=n % len(noting.items))
    client = client_of(noting.accounts[0])
    # A session's first look is noted with it, on whichever page.
    client.get(reverse("awards:my_deeds"))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        shown = text_at(client, reverse("awards:my_month"))
    assert shown.count('name="deed"') == 200


def test_facts_belong_to_the_month_in_which_they_happened_or_to_the_next() -> None:
    noting = make_noting()
    september, october = Round.objects.filter(term=noting.sheet.round.term).order_by("starts_on")[:2]
    Round.objects.filter(pk=september.pk).update(ends_on=dt.date(2025, 9, 28))
    september.refresh_from_db()
    for day in (TERM_START, dt.date(2025, 9, 28), dt.date(2025, 9, 29), dt.date(2025, 10, 8)):
        make_deed(noting, on=day, text=f"{day}")
    found = [
        {deed.text for rows in deeds_beside(one, [noting.pupils[0].pk]).values() for deed in rows}
        for one in (september, october)
    ]
    assert found == [{"2025-09-01", "2025-09-28"}, {"2025-09-29", "2025-10-08"}]


def test_the_committee_reads_what_speaks_for_names_before_it_and_no_more() -> None:
    noting = make_noting()
    member = noting.pupils[1]
    CommitteeMember.objects.create(school_class=noting.sheet.school_class, student=member, starts_on=TERM_START)
    before, other = noting.items[0], noting.items[1]
    Nomination.objects.create(
        class_round=noting.sheet,
        student=noting.pupils[0],
        item=before,
        source="self",
        state="proposed",
        group_agreed=True,
        hands_for=3,
        hands_against=0,
    )
    make_deed(noting, 0, "提了水")
    make_deed(noting, 0, "别的星的事", item=1)
    make_deed(noting, 2, "没有自报的人")
    path = reverse("awards:committee_step")
    assert "提了水" not in text_at(client_of(noting.accounts[1]), path), "it is not the committee's turn"
    over(noting.sheet, StepRole.PUPIL, StepRole.GROUP_LEADER, by=noting.homeroom)
    shown = text_at(client_of(noting.accounts[1]), path)
    assert "提了水" in shown
    assert "别的星的事" not in shown + text_at(client_of(noting.accounts[1]), f"{path}?star={other.pk}")
    assert "没有自报的人" not in shown


def test_shortlist_and_sheet_show_them_to_who_teaches_the_class() -> None:
    noting = make_noting()
    Nomination.objects.create(
        class_round=noting.sheet, student=noting.pupils[0], item=noting.items[0], source="self", state="proposed"
    )
    make_deed(noting, 0, "名单上的事例")
    make_deed(noting, 3, "安静的孩子做的事")
    shortlist, sheet = (reverse(f"awards:{name}", args=[noting.sheet.pk]) for name in ("shortlist", "sheet"))
    assert "名单上的事例" in text_at(client_of(noting.homeroom), shortlist)
    for user, there in ((noting.homeroom, True), (noting.teacher, True), (make_office(noting.pupils[0].school), False)):
        shown = text_at(client_of(user), sheet)
        assert ("安静的孩子做的事" in shown) == there
        assert ('id="quiet"' in shown) == there
    Nomination.objects.create(
        class_round=noting.sheet,
        student=noting.pupils[3],
        item=noting.items[1],
        source="paper",
        state="chosen",
        place=1,
    )
    quiet = text_at(client_of(noting.homeroom), sheet).split('id="quiet"')[1].split("</ul>")[0]
    assert noting.pupils[3].name not in quiet, "who stands under a star is not quiet"
    assert noting.pupils[0].name in quiet


def test_a_subject_teacher_reads_them_beside_the_names() -> None:
    noting = make_noting()
    Nomination.objects.create(
        class_round=noting.sheet,
        student=noting.pupils[0],
        item=noting.items[0],
        source="paper",
        state="chosen",
        place=1,
    )
    make_deed(noting, 0)
    make_deed(noting, 0, "别的星", item=1)
    over(noting.sheet, StepRole.PUPIL, StepRole.GROUP_LEADER, StepRole.COMMITTEE, by=noting.homeroom)
    shown = text_at(client_of(noting.teacher), reverse("awards:opinion", args=[noting.sheet.pk]))
    assert TEXT in shown
    assert "别的星" not in shown


def test_pages_of_facts_take_no_more_queries_for_more_facts(django_assert_max_num_queries: object) -> None:
    noting = make_noting()
    for n in range(60):
        make_deed(noting, n % 8, f"第{n}件事")
    for user, path in (
        (noting.teacher, reverse("awards:deeds")),
        (noting.teacher, reverse("awards:class_deeds", args=[noting.sheet.school_class_id])),
        (noting.homeroom, reverse("awards:term_deeds", args=[noting.sheet.school_class_id])),
        (noting.accounts[0], reverse("awards:my_deeds")),
    ):
        client = client_of(user)
        client.get(path)
        with django_assert_max_num_queries(11):  # type: ignore[operator]
            text_at(client, path)
