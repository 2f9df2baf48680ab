"""告知书与同意书: what is kept of a child and why, and the two things a guardian may agree to or not (PIPL 13, 29)."""

from collections.abc import Sequence

from reports.typesetting.typeset import typeset_rows
from reports.typesetting.wordings import labels
from students.consents.verbs import TEXT_VERSION
from students.models import School


def consent_forms_pdf(school: School, class_name: str, names: Sequence[str]) -> bytes:
    """Set one A4 page a pupil: the notice above, below it the slip that is signed and cut off."""
    words = labels("consent")
    words["facts"] = [text.replace("{政教处}", school.office_name) for text in words["facts"]]
    shared = {"school": school.name, "labels": words, "class": class_name, "version": TEXT_VERSION}
    return typeset_rows("consent", shared, [{"name": name} for name in names])
