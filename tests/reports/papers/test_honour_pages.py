"""Printing letters and certificates, editing their wording, and checking whether one is genuine: the pages."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from awards.models import Entitlement
from awards.rewards import verbs as rewards
from awards.rules.entitlements import RewardKind
from reports import background
from reports.checking.verbs import masked
from reports.honours.forms import BatchForm
from reports.models import IssuedDocument, PaperKind, PaperWording
from reports.typesetting.wordings import preset
from students.models import School, SignInTries, Student
from students.sessions import attempts
from tests.awards.ceremony_factories import plan
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.factories import make_homeroom, make_office, make_school
from tests.reports.factories import made_in_the_background, signed_in
from tests.reports.papers.reading import pages_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended() -> Ended:
    made = make_ended((32, 26, 21, 3))
    # The factory names the pupils of every class alike.
    for pupil, name in zip(made.pupils, ("赵安然", "孙丹青", "钱博文", "李可心"), strict=True):
        Student.objects.filter(pk=pupil.pk).update(name=name)
        pupil.refresh_from_db()
    made.settle()
    return made


def batch(ended: Ended, kind: str, **fields: str) -> dict[str, str]:
    return {f"{kind}-{name}": value for name, value in ({"day": "2026-01-23"} | fields).items()}


def test_a_batch_is_one_pdf_by_class_and_seat(ended: Ended) -> None:
    client = signed_in(ended.clerk)
    address = f"/papers/{ended.term.pk}/letters/"
    page = client.get(address)
    assert page.status_code == 200
    answer = client.post(f"{address}letter/", batch(ended, "letter"))
    assert answer["Content-Type"] == "application/pdf"
    pages = pages_of(answer.content)
    text = "".join(pages)
    names = [pupil.name for pupil in ended.pupils[:3]]
    first_class = [names[0], names[2]]
    assert sorted(names, key=text.index) == [*first_class, names[1]]
    assert len(pages) == 2
    assert ended.pupils[3].name not in text
    offered: Any = BatchForm(term=ended.term, kind=RewardKind.LETTER).fields["school_class"]
    assert [choice for choice, _name in offered.choices][1:] == [row.pk for row in ended.classes]
    one_class = client.post(f"{address}letter/", batch(ended, "letter", school_class=str(ended.classes[1].pk)))
    assert names[1] in text_of(one_class.content)
    assert names[0] not in text_of(one_class.content)
    assert IssuedDocument.objects.count() == 3


def test_more_than_a_class_s_batch_is_made_in_the_background(ended: Ended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "AT_ONCE", 2)
    address = f"/papers/{ended.term.pk}/letters/letter/"
    client = signed_in(ended.clerk)
    text = text_of(made_in_the_background(client, address, batch(ended, "letter")))
    assert [pupil.name in text for pupil in ended.pupils] == [True, True, True, False]
    assert IssuedDocument.objects.count() == 3
    # Asked for once more it is printed again, and nothing is issued a second time.
    made_in_the_background(client, address, batch(ended, "letter"))
    assert IssuedDocument.objects.count() == 3


def test_a_name_that_the_fonts_cannot_show_is_told_before_printing(ended: Ended) -> None:
    client = signed_in(ended.clerk)
    address = f"/papers/{ended.term.pk}/letters/"
    assert "FONT_DIR" not in client.get(address).content.decode()
    Student.objects.filter(pk=ended.pupils[0].pk).update(name="王\U000313a0")
    page = client.get(address).content.decode()
    assert "FONT_DIR" in page
    assert "王\U000313a0" in page


def test_certificates_take_offsets_and_refuse_those_off_the_paper(ended: Ended) -> None:
    client = signed_in(ended.clerk)
    address = f"/papers/{ended.term.pk}/letters/certificate/"
    good = client.post(address, batch(ended, "certificate", plain="on", dx="2.5", dy="-4"))
    assert "四星级学生" in text_of(good.content)
    bad = client.post(address, batch(ended, "certificate", dx="500"))
    assert bad.status_code == 400
    assert bad["Content-Type"].startswith("text/html")


def test_nothing_left_to_print_is_said(ended: Ended) -> None:
    rows = Entitlement.objects.filter(term=ended.term, kind=RewardKind.INVITATION)
    pks = list(rows.values_list("pk", flat=True))
    rewards.hand_out(ended.term, pks, by=ended.clerk, at=LATER)
    plan(ended)
    client = signed_in(ended.clerk)
    address = f"/papers/{ended.term.pk}/letters/invitation/"
    assert client.post(address, batch(ended, "invitation")).status_code == 400
    again = client.post(address, batch(ended, "invitation", everything="on"))
    assert "2026年2月22日（星期日）上午9:00" in text_of(again.content)


def test_one_paper_alone(ended: Ended) -> None:
    row = ended.of(ended.pupils[0], RewardKind.PARENT_TITLE)
    client = signed_in(ended.clerk)
    assert f"/papers/rewards/{row.pk}/" in client.get(f"/settlement/rewards/{row.pk}/").content.decode()
    assert "“优秀家长”称号" in text_of(client.post(f"/papers/rewards/{row.pk}/").content)
    board = ended.of(ended.pupils[0], RewardKind.HONOUR_BOARD)
    assert client.post(f"/papers/rewards/{board.pk}/").status_code == 404
    assert f"/papers/rewards/{board.pk}/" not in client.get(f"/settlement/rewards/{board.pk}/").content.decode()


def test_one_paper_is_printed_with_the_choices_of_a_batch(ended: Ended) -> None:
    row = ended.of(ended.pupils[0], RewardKind.CERTIFICATE)
    client = signed_in(ended.clerk)
    page = client.get(f"/papers/rewards/{row.pk}/setup/").content.decode()
    assert f'action="/papers/rewards/{row.pk}/"' in page
    for name in ("day", "plain", "closed", "dx", "dy", "photos"):
        assert f'name="{name}"' in page
    text = text_of(client.post(f"/papers/rewards/{row.pk}/", {"plain": "on", "closed": "on"}).content)
    assert "荣誉证书" not in text
    assert "特发此证" not in text
    assert client.post(f"/papers/rewards/{row.pk}/", {"dx": "999"}).status_code == 400
    board = ended.of(ended.pupils[0], RewardKind.HONOUR_BOARD)
    assert client.get(f"/papers/rewards/{board.pk}/setup/").status_code == 404


def test_a_paper_whose_code_leads_nowhere_is_refused(ended: Ended, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = signed_in(ended.clerk)
    address, form = f"/papers/{ended.term.pk}/letters/letter/", batch(ended, "letter")
    for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
        answer = client.post(address, form, headers={"host": host})
        assert answer.status_code == 400
        assert host in answer.content.decode()
    assert not IssuedDocument.objects.exists()
    School.objects.update(paper_address="https://stars.example.cn")
    assert client.post(address, form, headers={"host": "127.0.0.1:8000"})["Content-Type"] == "application/pdf"


def test_others_get_nothing(ended: Ended) -> None:
    address = f"/papers/{ended.term.pk}/letters/"
    teacher = signed_in(make_homeroom(ended.classes[0]))
    assert teacher.get(address).status_code == 403
    assert teacher.post(f"{address}letter/", batch(ended, "letter")).status_code == 403
    stranger = signed_in(make_office(make_school()))
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}letter/", batch(ended, "letter")).status_code == 404
    clerk = signed_in(ended.clerk)
    assert clerk.post(f"{address}honour_board/", batch(ended, "honour_board")).status_code == 404
    assert clerk.get("/papers/wording/").status_code == 403
    assert not IssuedDocument.objects.exists()


def test_a_term_that_is_not_settled_has_no_letters(ended: Ended) -> None:
    ended.reopen()
    client = signed_in(ended.clerk)
    address = f"/papers/{ended.term.pk}/letters/"
    assert f"/settlement/{ended.term.pk}/" in client.get(address).content.decode()
    assert client.post(f"{address}letter/", batch(ended, "letter")).status_code == 400
    assert not IssuedDocument.objects.exists()


def test_a_paper_is_checked_by_its_code_line_by_line_and_nothing_more_is_said(ended: Ended) -> None:
    signed_in(ended.clerk).post(f"/papers/{ended.term.pk}/letters/letter/", batch(ended, "letter"))
    pupil = ended.pupils[0]
    document = IssuedDocument.objects.get(student=pupil)
    answer = Client().get(f"/check/{document.code.lower()}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"].startswith("noindex")
    # What the paper says, so that a code that was copied to another paper proves nothing.
    told = (ended.school.name, document.get_kind_display(), "五星级", document.number, masked(pupil.name))
    assert [line for line in told if line not in page] == []
    assert "2025" in page.split("<dl")[1]
    for hidden in (pupil.name, pupil.number, "七年级"):
        assert hidden not in page
    row = ended.of(pupil, RewardKind.LETTER)
    rewards.withdraw(row, reason="不发", by=ended.clerk, at=LATER)
    assert masked(pupil.name) not in Client().get(f"/check/{document.code}/").content.decode()


def test_who_tries_codes_waits_and_a_right_code_counts_for_nothing(ended: Ended) -> None:
    signed_in(ended.clerk).post(f"/papers/{ended.term.pk}/letters/letter/", batch(ended, "letter"))
    real = f"/check/{IssuedDocument.objects.all()[0].code}/"
    with time_machine.travel(LATER, tick=False) as clock:
        assert {Client().get(real).status_code for _guardian in range(45)} == {200}
        answers = [Client().get(f"/check/{number:0>10}/").status_code for number in range(attempts.ADDRESS.free + 1)]
        assert answers == [404] * attempts.ADDRESS.free + [429]
        assert Client().get(real).status_code == 429, "whoever goes on guessing is told nothing"
        assert Client(REMOTE_ADDR="10.2.2.2").get(real).status_code == 200
        clock.shift(60)
        assert Client().get(real).status_code == 200
    assert SignInTries.objects.count() == 1, "however many codes were tried"


def test_each_code_shows_its_own_paper_and_another_shows_none(ended: Ended) -> None:
    signed_in(ended.clerk).post(f"/papers/{ended.term.pk}/letters/letter/", batch(ended, "letter"))
    documents = list(IssuedDocument.objects.select_related("student"))
    assert len({masked(document.student.name) for document in documents}) == len(documents) == 3
    for document in documents:
        found = Client().get(f"/check/{document.code}/").context["found"]
        assert (found.name, found.number) == (masked(document.student.name), document.number)
    unknown = Client().get("/check/2222222222/")
    assert (unknown.status_code, unknown.context["found"]) == (404, None)


@pytest.mark.parametrize(
    ("name", "shown"), [("王珊", "王*"), ("王小明", "王**"), ("阿依古丽·买买提", "阿**"), ("𬱖", "𬱖*")]
)
def test_a_name_is_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_the_wording_is_edited_beside_the_paper(ended: Ended) -> None:
    client = signed_in(ended.administrator)
    address = "/papers/wording/letter/"
    assert client.get("/papers/wording/").status_code == 200
    assert "data:image/png;base64," in client.get(address).content.decode()
    text = preset(PaperKind.LETTER) | {"title": "捷报", "body": "祝贺{姓名}!"}
    assert client.post(f"{address}preview/", text).json()["picture"]
    bad = client.post(f"{address}preview/", text | {"body": "{分数}"}).json()
    assert "{分数}" in bad["problems"]["body"][0]
    assert "picture" not in bad
    assert client.post(address, text | {"look": "1"}).status_code == 200
    assert client.post(address, text | {"body": "{分数}"}).status_code == 400
    assert not PaperWording.objects.exists()
    assert client.post(address, text).status_code == 302
    letter = client.post(f"/papers/{ended.term.pk}/letters/letter/", batch(ended, "letter"))
    assert f"祝贺{ended.pupils[0].name}!" in text_of(letter.content)
    assert client.post(f"{address}restore/").status_code == 302
    assert not PaperWording.objects.exists()
    assert client.get("/papers/wording/slip/").status_code == 404
