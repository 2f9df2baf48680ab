"""Every form that is sent has a key, so that sending it twice acts once; those that need none are named with why."""

from __future__ import annotations

import re
from collections import Counter

from tests.project.source import ROOT

FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
OPENING = re.compile(r"<form\b[^>]*?method=\"post\"", re.DOTALL)
KEY = "{% idempotency_key %}"

# What a form without a key does, and how many the template has of it.
MAKES_A_FILE = "makes a file, and changes nothing"
BEGINS_A_PREVIEW = "reads a file for a preview, which has a key of its own"
ENDS_WHAT_IS_OPEN = "takes away or calls off: a second time finds nothing to do"
SETS_VALUES = "sets values as they stand in the form: twice is the same as once"
SIGNS_IN_OR_OUT = "belongs to the door, where there is no account yet or none any more"
KEEPS_NAMES = "keeps each name that was pasted, once per star"
PROVES_A_PASSWORD = "asks for a password or a code each time"
KEYLESS = {
    "awards/ceremonies/papers.html": [MAKES_A_FILE],
    "awards/entry/grid.html": [SETS_VALUES],
    "awards/entry/paste.html": [KEEPS_NAMES],
    "awards/entry/pasted.html": [ENDS_WHAT_IS_OPEN],
    "awards/entry/stars.html": [SETS_VALUES, ENDS_WHAT_IS_OPEN, SETS_VALUES],
    "awards/entry/tiles.html": [SETS_VALUES],
    "awards/exams/upload.html": [BEGINS_A_PREVIEW],
    "awards/first_files/box.html": [BEGINS_A_PREVIEW],
    "awards/first_files/upload.html": [BEGINS_A_PREVIEW],
    "awards/first_run/set_up.html": [SIGNS_IN_OR_OUT],
    "awards/schemes/editor/part.html": [SETS_VALUES],
    "awards/sheet_files/upload.html": [BEGINS_A_PREVIEW],
    "awards/violations/upload.html": [BEGINS_A_PREVIEW],
    "awards/visit/card.html": [SETS_VALUES, SIGNS_IN_OR_OUT, SETS_VALUES],
    "partials/export_buttons.html": [MAKES_A_FILE],
    "partials/language.html": [SETS_VALUES],
    "partials/user_menu.html": [SIGNS_IN_OR_OUT],
    "reports/archive/actions.html": [MAKES_A_FILE],
    "reports/ceremonies/certificates.html": [MAKES_A_FILE],
    "reports/children/report.html": [MAKES_A_FILE],
    "reports/honours/letter.html": [MAKES_A_FILE],
    "reports/honours/letters_kind.html": [MAKES_A_FILE],
    "reports/honours/letters_packs.html": [MAKES_A_FILE],
    "reports/printing/papers_files.html": [MAKES_A_FILE, MAKES_A_FILE],
    "reports/printing/papers_month.html": [MAKES_A_FILE],
    "reports/rights/page.html": [MAKES_A_FILE],
    "reports/window/child.html": [SIGNS_IN_OR_OUT],
    "reports/window/door.html": [SIGNS_IN_OR_OUT],
    "students/consents/add_photos.html": [SETS_VALUES],
    "503.html": ["sends once more what a form had, its key among it"],
    "students/imports/preview_actions.html": [ENDS_WHAT_IS_OPEN],
    "students/imports/upload.html": [BEGINS_A_PREVIEW],
    "students/jobs/job.html": [ENDS_WHAT_IS_OPEN],
    "students/pupils/guardians.html": ["shows a telephone number, and records each time that it was shown"],
    "students/school/days.html": [ENDS_WHAT_IS_OPEN],
    "students/sign_in/change_password.html": [PROVES_A_PASSWORD, SIGNS_IN_OR_OUT],
    "students/sign_in/second_step.html": [PROVES_A_PASSWORD, PROVES_A_PASSWORD],
    "students/sign_in/second_step_set_up.html": [PROVES_A_PASSWORD],
    "students/sign_in/session_rows.html": [ENDS_WHAT_IS_OPEN],
    "students/sign_in/sign_in.html": [SIGNS_IN_OR_OUT],
    "students/sign_in/sign_in_code.html": [SIGNS_IN_OR_OUT, SIGNS_IN_OR_OUT],
}


def keyless() -> Counter[str]:
    found: Counter[str] = Counter()
    folder = ROOT / "templates"
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        forms = [form for form in FORM.findall(text) if OPENING.match(form)]
        assert len(forms) == len(OPENING.findall(text)), f"a form of {path} ends in another template"
        found[path.relative_to(folder).as_posix()] += sum(KEY not in form for form in forms)
    return +found


def test_a_form_without_a_key_is_one_of_those_named() -> None:
    assert keyless() == {name: len(reasons) for name, reasons in KEYLESS.items()}
