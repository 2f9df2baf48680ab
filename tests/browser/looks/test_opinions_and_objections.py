"""Opinions and objections on a classroom's PC and on a phone: said, answered, recorded, decided."""

from __future__ import annotations

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from awards.models import LineState, Objection, ObjectionState, Opinion
from tests.awards.voice_factories import LAST, RAISED, make_asked, make_on_notice
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of
from tests.factories import FILING_DAY, make_office, moment

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_teacher_disagrees_and_is_answered_and_the_office_reads_both(
    signed_in_page: SignIn, live_server: LiveServer
) -> None:
    with time_machine.travel(LAST):
        asked = make_asked()
        line = asked.lines[0]
        type(line).objects.filter(pk=line.pk).update(statement="每天主动捡起走廊里的垃圾，帮同学打扫卫生角")
        page = signed_in_page(asked.teacher)
        address = f"{live_server.url}/sheets/{asked.sheet.pk}/opinion/"
        page.goto(f"{live_server.url}/classes-taught/")
        page.locator(".tile__name").press("Enter")
        page.locator(".opinions__say summary").press("Enter")
        page.locator("#id_line").select_option(str(line.pk))
        page.locator("#id_text").fill("这个月有三次没有交作业")
        page.locator("#id_text").press("Enter")
        expect(page.locator(".opinions__reply--none")).to_be_visible()
        assert faults_of(page, address) == []

        page = signed_in_page(asked.homeroom)
        sheet = f"{live_server.url}/sheets/{asked.sheet.pk}/"
        page.goto(f"{live_server.url}/sheets/{asked.sheet.pk}/progress/")
        page.locator(".opinions__form input[name=text]").fill("已和本人谈话，作业已补齐")
        page.locator(".opinions__form input[name=text]").press("Enter")
        expect(page.locator(".opinions__reply")).to_contain_text("已和本人谈话")
        assert faults_of(page, sheet) == []

        page = signed_in_page(make_office(asked.sheet.school_class.school))
        assert faults_of(page, f"{live_server.url}/board/{asked.sheet.pk}/") == []
    assert Opinion.objects.get().reply


def test_an_objection_from_a_phone_to_its_answer(signed_in_page: SignIn, live_server: LiveServer) -> None:
    with time_machine.travel(RAISED):
        notice = make_on_notice()
        line = notice.lines[0]
        page = signed_in_page(notice.pupil)
        address = f"{live_server.url}/sheets/{notice.sheet.pk}/objection/"
        assert faults_of(page, address) == []
        page.goto(address)
        page.locator("#id_line").select_option(str(line.pk))
        page.locator("#id_facts").fill("上周四课间他在走廊里追跑，我和两位同学都看见了。")
        page.locator("form.card .btn-primary").press("Enter")
        expect(page.locator(".state--disputed")).to_be_visible()
        assert faults_of(page, f"{live_server.url}/objections/mine/") == []

        page = signed_in_page(notice.homeroom)
        assert faults_of(page, address) == []

        page = signed_in_page(notice.clerk)
        found = Objection.objects.get()
        one = f"{live_server.url}/objections/{found.pk}/"
        assert faults_of(page, f"{live_server.url}/objections/") == []
        assert faults_of(page, one) == []
        page.goto(one)
        page.locator("#id_answer").fill("已向值周教师核实，情况属实，本月文明星取消。")
        page.locator("button[value=uphold]").press("Enter")
        expect(page.locator(".state--returned")).to_be_visible()
    assert Objection.objects.get().state == ObjectionState.UPHELD
    assert notice.line().state == LineState.DROPPED


def test_a_sheet_is_returned_with_a_remark_beside_a_name(signed_in_page: SignIn, live_server: LiveServer) -> None:
    with time_machine.travel(moment(FILING_DAY, 16)):
        notice = make_on_notice()
        line = notice.lines[1]
        page = signed_in_page(notice.clerk)
        page.goto(f"{live_server.url}/board/{notice.sheet.pk}/")
        page.locator("a[href='#return-dialog']").press("Enter")
        page.locator("#return-dialog .remarks summary").press("Enter")
        page.locator(f"#return-line-{line.pk}").press("Space")
        page.locator(f"input[name=remark-{line.pk}]").fill("与签字的纸质表不符")
        page.locator("#return-dialog .btn-danger").press("Enter")
        expect(page.locator(".message--success")).to_be_visible()
        page = signed_in_page(notice.homeroom)
        page.goto(f"{live_server.url}/sheets/{notice.sheet.pk}/")
        expect(page.locator(".chip--warning .chip__note")).to_have_text("与签字的纸质表不符")
    assert "与签字的纸质表不符" in notice.now().return_reason
