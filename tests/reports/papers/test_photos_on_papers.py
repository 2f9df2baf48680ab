"""Photos where guardians allow them: poster, screen in the hall, certificates; a star for everybody else."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine
from django.test import Client

from awards.models import Entitlement
from awards.rules.entitlements import RewardKind
from reports.honours.board import board_levels
from reports.honours.papers import Extras, honours_pdf
from reports.papers.board import board_pdf
from reports.typesetting.wordings import preset
from students.models import Consent, School, Student
from students.privacy.rules import TEXT_VERSION
from tests.awards.settlement_factories import LATER, Ended, make_ended
from tests.factories import make_consent, make_photo, picture
from tests.reports.factories import signed_in
from tests.reports.papers.reading import IMPRINT, by_poppler, pages_of, recipient, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled() -> Ended:
    ended = make_ended()
    with time_machine.travel(LATER, tick=False):
        ended.settle()
    return ended


def on_board(ended: Ended) -> list[Student]:
    rows = Entitlement.objects.filter(term=ended.term, kind=RewardKind.HONOUR_BOARD).select_related("student")
    return [row.student for row in rows]


def images_in(pdf: bytes) -> int:
    return sum(" image " in line for line in by_poppler("pdfimages", "-list", "-", of=pdf).splitlines())


def test_the_poster_shows_the_photo_only_by_consent(settled: Ended) -> None:
    with time_machine.travel(LATER, tick=False):
        pupil = on_board(settled)[0]
        day = LATER.date()
        bare = board_pdf(settled.term, day)
        make_photo(pupil, by=settled.administrator)
        assert images_in(board_pdf(settled.term, day)) == images_in(bare) == 0
        consent = make_consent(pupil)
        shown = board_pdf(settled.term, day)
        assert images_in(shown) == 1
        assert pupil.name in text_of(shown)
        Consent.objects.filter(pk=consent.pk).update(withdrawn_on=day)
        assert images_in(board_pdf(settled.term, day)) == 0


def test_the_screen_in_the_hall(settled: Ended) -> None:
    pupil, *_others = on_board(settled)
    make_consent(pupil)
    photo = make_photo(pupil, by=settled.administrator)
    address = f"/lobby/{settled.term.pk}/"
    with time_machine.travel(LATER, tick=False):
        text = signed_in(settled.administrator).get(address).content.decode()
        assert f"/photos/{photo.key}.jpg" in text
        assert text.count("lobby__face--star") == len(on_board(settled)) - 1
        for one in on_board(settled):
            assert one.name in text
            assert one.number not in text
        assert Client().get(address).status_code == 302


def test_a_board_asks_as_often_for_many_as_for_few(settled: Ended, django_assert_num_queries: object) -> None:
    for pupil in on_board(settled):
        make_consent(pupil)
        make_photo(pupil, by=settled.administrator)
    with django_assert_num_queries(4):  # type: ignore[operator]
        levels = board_levels(settled.term, LATER.date())
    assert all(pupil.photo for level in levels for pupil in level.pupils)


def test_a_certificate_with_a_photo_where_it_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture((300, 400)))
    people = [recipient("王小明", photo=str(path)), recipient("李安然")]
    words = preset(RewardKind.CERTIFICATE)
    with_photos = honours_pdf(RewardKind.CERTIFICATE, people, words, IMPRINT, Extras(photos=True))
    assert (len(pages_of(with_photos)), images_in(with_photos)) == (2, 1)
    assert images_in(honours_pdf(RewardKind.CERTIFICATE, people, words, IMPRINT)) == 0
    assert (
        images_in(honours_pdf(RewardKind.LETTER, people, preset(RewardKind.LETTER), IMPRINT, Extras(photos=True))) == 0
    )


def test_certificates_of_a_term_with_their_photos(settled: Ended) -> None:
    for pupil in on_board(settled):
        make_consent(pupil)
        make_photo(pupil, by=settled.administrator)
    with time_machine.travel(LATER, tick=False):
        wished = {"certificate-day": LATER.date().isoformat(), "certificate-photos": "on"}
        answer = signed_in(settled.administrator).post(f"/papers/{settled.term.pk}/letters/certificate/", wished)
    assert answer["Content-Type"] == "application/pdf"
    # All photos of the test are one picture, which the file holds once.
    assert images_in(answer.content) >= 1


def test_the_forms_of_a_class_one_page_a_pupil(settled: Ended) -> None:
    room = settled.classes[0]
    with time_machine.travel(LATER, tick=False):
        answer = signed_in(settled.administrator).get(f"/papers/classes/{room.pk}/consents/")
    pages = pages_of(answer.content)
    names = [place.student.name for place in room.enrolments.select_related("student").filter(ends_on=None)]
    assert len(pages) == len(names)
    for name in names:
        assert any(name in page for page in pages)
    assert all(TEXT_VERSION in page for page in pages)
    # How long what is kept, and whom to ask; a school without a number has no line that ends in nothing.
    assert all("最多再保留12个月" in page and "有疑问可致电" not in page for page in pages)
    assert all("有疑问可到学校政教处" in page for page in pages)
    # Handling the data at all is agreed to by itself, before what may be chosen (PIPL 13, 29).
    assert all("1.已阅读以上告知内容,同意学校" in page.replace("\uff0c", ",") for page in pages)
    assert all(page.count("□同意") == 4 for page in pages)
    School.objects.filter(pk=settled.school.pk).update(office_phone="0433-1234567", keep_contacts_months=6)
    with time_machine.travel(LATER, tick=False):
        answer = signed_in(settled.administrator).get(f"/papers/classes/{room.pk}/consents/")
    again = pages_of(answer.content)
    assert len(again) == len(names)
    assert all("最多再保留6个月" in page and "有疑问可致电政教处：0433-1234567" in page for page in again)
