"""The bad row of each constraint of the tables of papers, forms and jobs."""

from __future__ import annotations

from django.utils import timezone

from reports.models import IssuedDocument, PaperWording
from starrating.operations.models import IdempotencyKey, Job, Reading
from starrating.operations.seal_models import SealedRow
from starrating.operations.seals.closing import close_due
from starrating.texts.models import KeptText
from tests.guarantees.constraints.refusing import Case, first
from tests.operations.seals.own_keys import own_keys


def _sealed() -> SealedRow:
    with own_keys():
        close_due(at=timezone.now())
    return SealedRow.objects.order_by("pk")[0]


FILES: dict[str, Case] = {
    "wording_once_a_paper": (lambda: first(PaperWording), {}),
    "issued_once": (lambda: first(IssuedDocument), {"code": "B" * 10}),
    "idempotency_key_once_a_user": (lambda: first(IdempotencyKey), {}),
    "reading_once_a_sitting": (lambda: first(Reading, student_key__isnull=False), {}),
    "reading_of_list_once_a_sitting": (lambda: first(Reading, student_key=None), {}),
    "job_once_at_a_time": (lambda: first(Job), {}),
    "sealed_row_once": (_sealed, {}),
    "kept_text_stands_or_is_erased": (lambda: first(KeptText), {"digest": "0" * 64, "salt": "", "erased_at": None}),
}
