"""Every page of the table of permits is looked at by some test of this folder, at both sizes and by axe."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import get_resolver, resolve

from students.permits.rows import permits
from tests.awards.board_factories import TODAY
from tests.browser.looks.test_pages import PLACES, make_board_of_pages
from tests.factories import moment
from tests.project.routes.test_routes import names

# Looked at where there is something on them.
ELSEWHERE = {
    "test_committee": ("awards:meeting",),
    "test_class_steps": ("awards:group_step", "awards:committee_step", "awards:progress"),
    "test_shortlist": ("awards:shortlist", "awards:sheet"),
    "test_opinions_and_objections": (
        "awards:opinion",
        "awards:object",
        "awards:my_objections",
        "awards:objection",
        "awards:class_sheets",
    ),
    "test_appeals": (
        "awards:my_appeals",
        "awards:appeal_raise",
        "awards:appeals",
        "awards:appeal",
        "awards:appeal_new",
        "awards:appeal_record",
        "awards:faults",
    ),
    "test_deeds": ("awards:deeds", "awards:class_deeds", "awards:term_deeds", "awards:my_deeds"),
    "test_pupil_pages": ("awards:my_month", "reports:my_stars", "students:groups"),
    "test_exams_and_violations": (
        "awards:exams",
        "awards:exam",
        "awards:exam_announce",
        "awards:exam_upload",
        "awards:violations",
        "awards:violation",
        "awards:violation_propose",
        "awards:violations_upload",
        "awards:violations_preview",
        "awards:punishments",
        "awards:punishment_record",
        "awards:punishment_lift",
    ),
    "test_window": ("reports:window_class", "reports:window_preview", "reports:window_questions"),
    "test_scheme_pages": (
        "awards:schemes",
        "awards:scheme_published",
        "awards:scheme_upload",
        "awards:scheme_draft",
        "awards:scheme_version",
        "awards:scheme_compare",
        "awards:scheme_part",
    ),
    "test_term_end_pages": (
        "awards:settlement_of_term",
        "awards:levels_on",
        "awards:entitlements",
        "awards:entitlement",
        "awards:what_if_of_term",
        "reports:letters",
        "reports:letter",
        "reports:wording",
        "reports:archive_of_term",
        "reports:lobby",
        "reports:hall",
        "awards:eligible",
    ),
    "test_ceremony_pages": (
        "awards:ceremonies",
        "awards:ceremony",
        "awards:ceremony_plan",
        "awards:ceremony_change",
        "reports:ceremony_papers",
    ),
}
# They lead on to the page of the latest term or of the own class.
LEAD_ON = {"awards:my_sheet", "awards:settlement", "awards:what_if", "reports:archive"}
FILES = {
    *("students:" + name for name in ("roster_template", "staff_template", "groups_template")),
    *("awards:" + name for name in ("exam_template", "violations_template")),
    "awards:sheets_form",
    "own_file_state",
    *("students:" + name for name in ("suggest_pupils", "suggest_staff")),
    *("reports:" + name for name in ("ceremony_call_list", "ceremony_seating", "eligibility")),
    "awards:scheme_file",
    "students:photo",
    "reports:consent_forms",
    "reports:term_deeds_paper",
    "fetch_file",
    *("reports:" + name for name in ("class_month_paper", "month_papers", "register_pdf", "class_notice_pdf")),
    "reports:meeting_pack",
    *("reports:" + name for name in ("school_notice_pdf", "round_notices_pdf", "grade_notice_pdf", "honour_board")),
    *("reports:" + name for name in ("scheme_wall", "objection_form", "term_pages", "term_page", "deduction_form")),
    "reports:appeal_paper",
}


def methods_of(view: Any) -> set[str]:
    """What the view answers to, as its decorator says; the outer one asks who may."""
    while view is not None:
        found = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if found is not None:
            return set(found)
        view = getattr(view, "__wrapped__", None)
    return {"GET"}


def pages() -> Iterator[str]:
    permitted = {permit.action for permit in permits().values()}
    for name, view in names(get_resolver()):
        if name in permitted and "GET" in methods_of(view) and name not in FILES:
            yield name


@pytest.mark.django_db
def test_no_page_is_forgotten() -> None:
    with time_machine.travel(moment(TODAY)):
        board = make_board_of_pages()
        addresses = [urlsplit(place.path(board)).path for place in PLACES.values()]
    looked_at = {resolve(address).view_name for address in addresses}
    looked_at |= {name for several in ELSEWHERE.values() for name in several}
    assert sorted(set(pages()) - looked_at - LEAD_ON) == []
    assert sorted((looked_at | LEAD_ON) - set(pages())) == []
