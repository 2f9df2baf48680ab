"""The bad row of each constraint of the tables of papers, forms and jobs."""

from __future__ import annotations

from reports.models import IssuedDocument, PaperWording
from starrating.operations.models import IdempotencyKey, Job
from tests.guarantees.constraints.refusing import Case, first

FILES: dict[str, Case] = {
    "wording_once_a_paper": (lambda: first(PaperWording), {}),
    "issued_once": (lambda: first(IssuedDocument), {"code": "B" * 10}),
    "idempotency_key_once_a_user": (lambda: first(IdempotencyKey), {}),
    "job_once_at_a_time": (lambda: first(Job), {}),
}
