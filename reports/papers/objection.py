"""异议登记表: blank, to be filled in by hand while a notice stands."""

from awards.models import Scheme
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels
from students.models import School


def objection_form_pdf(scheme: Scheme, school: School) -> bytes:
    """Set the empty form; ``scheme`` says in how many days a signed objection is answered (A56)."""
    words = filled_labels("objection", 政教处=school.office_name, 天数=str(scheme.objection_reply_days))
    return typeset("objection", {"school": school.name, "labels": words})
