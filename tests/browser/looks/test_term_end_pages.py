"""The end of a term on a classroom's PC and on a phone: settlement, rewards, archive, other numbers tried out."""

from __future__ import annotations

import pytest
import time_machine
from pytest_django.live_server_helper import LiveServer

from awards.models import Entitlement
from tests.awards.settlement_factories import LATER, make_ended
from tests.browser.conftest import SignIn
from tests.browser.looks.test_pages import faults_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_of_a_term_that_is_over(signed_in_page: SignIn, live_server: LiveServer) -> None:
    ended = make_ended()
    with time_machine.travel(LATER):
        page = signed_in_page(ended.administrator)
        before = [f"/settlement/{ended.term.pk}/", f"/what-if/{ended.term.pk}/"]
        found = {path: faults_of(page, f"{live_server.url}{path}") for path in before}
        ended.settle()
        after = [
            f"/settlement/{ended.term.pk}/ ",
            f"/settlement/{ended.term.pk}/classes/{ended.classes[0].pk}/",
            f"/settlement/{ended.term.pk}/rewards/",
            f"/settlement/{ended.term.pk}/rewards/eligibility/",
            f"/settlement/rewards/{Entitlement.objects.all()[0].pk}/",
            f"/papers/{ended.term.pk}/letters/",
            f"/papers/rewards/{Entitlement.objects.get(student=ended.pupils[0], kind='certificate').pk}/setup/",
            "/papers/wording/letter/",
            f"/archive/{ended.term.pk}/",
            f"/lobby/{ended.term.pk}/",
            f"/lobby/{ended.term.pk}/screen/",
        ]
        found |= {path: faults_of(page, f"{live_server.url}{path.strip()}") for path in after}
    assert "\n".join(f"{path}: {fault}" for path, faults in found.items() for fault in faults) == ""
