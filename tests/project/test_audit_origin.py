"""What a page writes in the audit says that it was a page, and from which machine."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from starrating.operations import audit
from starrating.operations.audit import AuditOriginMiddleware
from starrating.operations.models import AuditEvent, AuditSource
from tests.factories import TERM_START, make_school, moment


def recorded(**meta: str) -> tuple[str, str | None]:
    """Source and address of an event that is recorded while a request with these headers is answered."""
    school = make_school()
    seen: list[AuditEvent] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(audit.event_for("school.seen", school, by=None, at=moment(TERM_START), school_id=school.pk))
        return HttpResponse()

    AuditOriginMiddleware(view)(RequestFactory().get("/", **meta))  # type: ignore[arg-type]
    return seen[0].source, seen[0].address


@pytest.mark.django_db
def test_a_page_is_recorded_with_its_address() -> None:
    assert recorded(REMOTE_ADDR="192.168.1.20") == (AuditSource.WEB, "192.168.1.20")


@pytest.mark.django_db
@override_settings(BEHIND_PROXY=True)
def test_behind_a_proxy_it_is_the_visitor() -> None:
    assert recorded(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.9")[1] == "10.0.0.9"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "unknown", "10.0.0.9:4711"])
def test_a_word_that_is_no_address_stops_nobody(address: str) -> None:
    assert recorded(REMOTE_ADDR=address) == (AuditSource.WEB, None)


@pytest.mark.django_db
def test_outside_a_request_it_is_the_command_line_again() -> None:
    recorded(REMOTE_ADDR="192.168.1.20")
    school = make_school()
    event = audit.event_for("school.seen", school, by=None, at=moment(TERM_START), school_id=school.pk)
    assert (event.source, event.address) == (AuditSource.COMMAND, None)
