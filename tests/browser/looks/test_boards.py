"""The screen in the hall turns its pages; consents are ticked, a photo is added and seen, and goes with its consent."""

from __future__ import annotations

import pytest
import time_machine
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from awards.models import Nomination
from students.models import Consent, ConsentScope, Photo, School
from tests.awards.settlement_factories import LATER, make_ended
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of
from tests.factories import FILING_DAY, make_consent, make_filed, make_homeroom, moment, picture

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_screen_in_the_hall_shows_everybody_in_turn(signed_in_page: SignIn, live_server: LiveServer) -> None:
    ended = make_ended([32] * 30 + [26] * 20)
    with time_machine.travel(LATER):
        ended.settle()
        page = signed_in_page(ended.administrator)
        page.clock.install()
        page.goto(f"{live_server.url}/lobby/{ended.term.pk}/")
        tiles = page.locator("[data-pupil]")
        seen, pages = [tile.locator("strong").inner_text() for tile in tiles.all() if tile.is_visible()], 1
        assert 0 < len(seen) < tiles.count() == 50
        while len(seen) < 50 and pages < 20:
            page.clock.run_for(12_000)
            seen += [tile.locator("strong").inner_text() for tile in tiles.all() if tile.is_visible()]
            pages += 1
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
        assert len(seen) == 50
        # Once round, it is asked for anew.
        with page.expect_navigation():
            page.clock.run_for(12_000)
        page.locator("[data-pause]").click()
        before = [tile.is_visible() for tile in tiles.all()]
        page.clock.run_for(30_000)
        assert [tile.is_visible() for tile in tiles.all()] == before


def test_few_pupils_fill_the_screen_as_many_do(signed_in_page: SignIn, live_server: LiveServer) -> None:
    few, many = make_ended([32, 31], classes=1), make_ended([32] * 9 + [26] * 9)
    heights = []
    with time_machine.travel(LATER):
        for ended in (few, many):
            ended.settle()
            page = signed_in_page(ended.administrator)
            page.set_viewport_size({"width": 1600, "height": 900})
            page.goto(f"{live_server.url}/lobby/{ended.term.pk}/")
            tiles = [tile.bounding_box() for tile in page.locator("[data-pupil]").all() if tile.is_visible()]
            boxes = [box for box in tiles if box]
            heights.append(boxes[0]["height"])
            assert len(boxes) == len(ended.pupils)
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
            # Each row stands in the middle.
            for top in {box["y"] for box in boxes}:
                row = [box for box in boxes if box["y"] == top]
                left, right = row[0]["x"], row[-1]["x"] + row[-1]["width"]
                assert abs((left + right) / 2 - 800) <= 10
    assert heights[0] > 1.2 * heights[1]


def test_consents_and_photos_of_a_class(signed_in_page: SignIn, live_server: LiveServer) -> None:
    ended = make_ended()
    pupil, teacher = ended.pupils[0], make_homeroom(ended.classes[0])
    with time_machine.travel(LATER):
        page = signed_in_page(teacher)
        consents = f"{live_server.url}/classes/{ended.classes[0].pk}/consents/"
        page.goto(consents)
        page.locator(f"[name=photo-{pupil.pk}]").check()
        page.locator(f"[name=by-{pupil.pk}]").fill("赵敏")
        page.locator(".consents__save button").click()
        expect(page.locator(".message--success")).to_be_visible()
        assert Consent.objects.get().given_by == "赵敏"
        page.goto(f"{live_server.url}/photos/add")
        page.locator("input[type=file]").set_input_files(
            {"name": f"{pupil.number}.jpg", "mimeType": "image/jpeg", "buffer": picture()}
        )
        page.locator("form .btn-primary").click()
        assert faults_of(page, consents) == []
        page.goto(consents)
        shown = page.locator("img.photo")
        expect(shown).to_have_js_property("naturalWidth", 300)
        # On a phone, as the pages were last looked at, the rest of a row is folded.
        given = page.locator("a[href^='#withdraw-']")
        page.locator("tr", has=given).locator("summary").click()
        given.click()
        page.locator("dialog[open] .btn-danger").click()
        expect(page.locator(".message--success")).to_be_visible()
        expect(shown).to_have_count(0)
    assert not Photo.objects.exists()


def test_the_pages_that_anybody_may_read(context: BrowserContext, live_server: LiveServer) -> None:
    with time_machine.travel(moment(FILING_DAY)):
        sheet = make_filed()
        School.objects.update(public_pages=True)
        for line in Nomination.objects.placed().filter(class_round=sheet).select_related("student")[:3]:
            make_consent(line.student, ConsentScope.PUBLICATION)
        index = f"{live_server.url}/public/{sheet.school_class.school.code}/"
        for address in (index, f"{index}{sheet.pk}/"):
            page = context.new_page()
            assert faults_of(page, address) == []
            assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
