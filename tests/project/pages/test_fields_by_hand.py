"""Fields are drawn by forms; the templates that still write one themselves are named here with why."""

import re

from tests.project.source import ROOT

FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*")

SHEET = "the sheet in grid, tiles and lines: one box a pupil or a star"
BALLOT = "hands and ballots: one box a name"
ROW = "a box in each row of a list, named by its row"
PREVIEW = "what a preview asks about: as many questions as the file raises"
QUICK = "a note in a few taps, where the star is the button"
EDITOR = "the scheme's boxes, as the scheme has them"
SEARCH = "one box in a bar, which changes nothing"
CHOICE = "one choice in a bar, whose options are sentences"
BY_HAND = {
    "awards/ceremonies/cells/call.html": ROW,
    "awards/ceremonies/cells/reply.html": ROW,
    "awards/deeds/mend.html": QUICK,
    "awards/deeds/note.html": QUICK,
    "awards/entry/check.html": SHEET,
    "awards/entry/paste.html": SHEET,
    "awards/entry/shortlist/nominate.html": SHEET,
    "awards/entry/stars.html": SHEET,
    "awards/entry/tiles.html": SHEET,
    "awards/exams/preview.html": PREVIEW,
    "awards/first_files/files.html": PREVIEW,
    "awards/first_files/preview.html": PREVIEW,
    "awards/home/month.html": CHOICE,
    "awards/movements/list.html": SEARCH,
    "awards/office/file_dialog.html": ROW,
    "awards/office/missing.html": "a text to copy, not a field",
    "awards/office/remarks.html": ROW,
    "awards/office/return_dialog.html": ROW,
    "awards/office/submitted.html": ROW,
    "awards/opinions/reply.html": ROW,
    "awards/rewards/cells/name.html": ROW,
    "awards/schemes/editor/box.html": EDITOR,
    "awards/schemes/editor/compare.html": CHOICE,
    "awards/schemes/editor/row.html": EDITOR,
    "awards/steps/close.html": BALLOT,
    "awards/steps/close_committee.html": BALLOT,
    "awards/steps/committee/tie.html": BALLOT,
    "awards/steps/group/line.html": BALLOT,
    "awards/steps/meeting/star.html": BALLOT,
    "awards/steps/pupil/choice.html": BALLOT,
    "awards/steps/pupil/goals.html": BALLOT,
    "awards/whatif/form.html": CHOICE,
    "partials/search.html": SEARCH,
    "reports/archive/find.html": SEARCH,
    "reports/search/search.html": SEARCH,
    "reports/terms/figures/choice.html": CHOICE,
    "reports/window/questions.html": ROW,
    "students/accounts/cells/choose.html": ROW,
    "students/consents/row.html": ROW,
    "students/groups/committee.html": "pupils of a class, typed as on a sheet",
    "students/groups/group.html": "pupils of a class, typed as on a sheet",
    "students/groups/groups.html": "pupils of a class, typed as on a sheet",
    "students/imports/question_rows.html": PREVIEW,
    "students/imports/questions.html": PREVIEW,
    "students/imports/staff_choices.html": PREVIEW,
    "students/imports/tick.html": PREVIEW,
    "students/pupils/guardians.html": ROW,
}


def test_fields_are_written_by_hand_only_where_it_is_said_why() -> None:
    folder = ROOT / "templates"
    written = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        for field in FIELD.findall(path.read_text(encoding="utf-8"))
        if 'type="hidden"' not in field
    }
    assert written == set(BY_HAND)
