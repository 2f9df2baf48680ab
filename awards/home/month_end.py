"""The end of a month for the office: what is left to do until its stars count."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from awards.home.to_do import Link, Task, ToDoPage, links_for
from awards.models import Appeal, Exam, Objection, Round, SheetState, Violation, WindowMatter
from awards.office.board import BoardPage, Place, board_page
from starrating.days import short_day
from starrating.joiners import in_a_row
from students.permits.roles import Standing


def month_end_page(rounds: Sequence[Round], round_: Round, standing: Standing, today: dt.date) -> ToDoPage:
    """``round_`` is one of ``rounds``, the school's own; the statements of the board and five."""
    board, link = board_page(rounds, round_, today), links_for(standing)
    tasks = [
        _attended(board, link),
        _handed_in(board, round_, link),
        _looked_at(board, round_, link),
        _filed(board, round_, link),
        _champions(round_, link),
        _objections(round_, link),
        _questions(round_, link),
        _violations(round_, link),
        _appeals(round_, today, link),
        _put_up(board, round_, link),
        _register(board, round_, link),
        _final(board, round_, link),
        _next_round(rounds, round_, today, link),
    ]
    return ToDoPage(round_.name, [task for task in tasks if task], rounds=rounds, chosen=round_.pk)


def _attended(board: BoardPage, link: Link) -> Task | None:
    """Ask for a homeroom teacher where a missing sheet has nobody who could enter it."""
    classes = [row.name for row in board.missing if row.contact.is_missing]
    if not classes:
        return None
    text = _("Nobody can enter the sheets of: %(classes)s.") % {"classes": in_a_row(classes)}
    more = _("The homeroom teacher is missing, or the account is deactivated.")
    return Task(_("Name homeroom teachers"), text, done=False, url=link("students:roster"), more=more)


def _handed_in(board: BoardPage, round_: Round, link: Link) -> Task:
    missing, late = [row.name for row in board.missing], sum(bool(row.late_days) for row in board.missing)
    more = ngettext(
        "%(count)d is overdue; the filing board has a text to remind it.",
        "%(count)d are overdue; the filing board has a text to remind them.",
        late,
    )
    url = link("awards:board", query=f"?round={round_.pk}#missing")
    if not missing:
        return Task(_("Collect the sheets"), _("All classes have submitted their sheet."), bool(board.rows), url)
    title = ngettext(
        "%(round)s: %(count)d class has not submitted", "%(round)s: %(count)d classes have not submitted", len(missing)
    )
    words = {"round": round_.name, "count": len(missing)}
    return Task(title % words, in_a_row(missing), done=False, url=url, more=more % {"count": late} if late else "")


def _looked_at(board: BoardPage, round_: Round, link: Link) -> Task:
    flagged = [row.name for row in board.flagged]
    url = link("awards:board", query=f"?round={round_.pk}#submitted")
    if not flagged:
        return Task(_("View the sheets with findings"), _("No submitted sheet has a finding."), done=True, url=url)
    title = ngettext(
        "%(count)d sheet has something to look at", "%(count)d sheets have something to look at", len(flagged)
    )
    return Task(title % {"count": len(flagged)}, in_a_row(flagged), done=False, url=url)


def _filed(board: BoardPage, round_: Round, link: Link) -> Task:
    done, of, ready = len(board.filed), len(board.rows), board.clean_count
    text = _("Sheets on file: %(done)d of %(of)d.") % {"done": done, "of": of}
    more = ngettext("%(count)d can be filed now.", "%(count)d can be filed now.", ready) % {"count": ready}
    url = link("awards:board", query=f"?round={round_.pk}#submitted")
    return Task(_("File the sheets"), text, bool(of) and done == of, url, more if ready else "")


def _champions(round_: Round, link: Link) -> Task:
    waiting = list(Exam.objects.awaiting_results().filter(round=round_).values_list("name", flat=True))
    text = _("No exam of the month waits for its results.")
    if waiting:
        text = _("Results are awaited of: %(exams)s.") % {"exams": in_a_row(waiting)}
    return Task(_("Enter the exam champions"), text, not waiting, link("awards:exams"))


def _objections(round_: Round, link: Link) -> Task:
    due = list(Objection.objects.open().filter(class_round__round=round_).values_list("due_on", flat=True))
    text = _("No objection is open.")
    if due:
        sentence = ngettext(
            "%(count)d is open, the answer due on %(day)s.",
            "%(count)d are open, the first answer due on %(day)s.",
            len(due),
        )
        text = sentence % {"count": len(due), "day": short_day(min(due))}
    return Task(_("Answer objections"), text, not due, link("awards:objections", query=f"?round={round_.pk}"))


def _questions(round_: Round, link: Link) -> Task | None:
    """Ask for answers to guardians; a school without the window never reads of it."""
    number = WindowMatter.objects.unanswered().filter(student__school=round_.term.school_id).count()
    if not number:
        return None
    text = ngettext("%(count)d waits for an answer.", "%(count)d wait for an answer.", number) % {"count": number}
    return Task(_("Answer the questions of guardians"), text, done=False, url=link("reports:window_questions"))


def _violations(round_: Round, link: Link) -> Task:
    inside = (round_.starts_on, round_.ends_on)
    number = Violation.objects.awaiting_decision().filter(term=round_.term, happened_on__range=inside).count()
    text = ngettext("%(count)d awaits a decision.", "%(count)d await a decision.", number) % {"count": number}
    nothing = _("No violation awaits a decision.")
    return Task(_("Decide violations"), text if number else nothing, not number, link("awards:violations"))


def _appeals(round_: Round, today: dt.date, link: Link) -> Task | None:
    """Say by when the next answer is owed, whatever month it is about; nothing where none is."""
    due = list(Appeal.objects.of_school(round_.term.school).waiting().values_list("due_on", flat=True))
    if not due:
        return None
    sentence = ngettext(
        "%(count)d waits, the answer due on %(day)s.", "%(count)d wait, the first answer due on %(day)s.", len(due)
    )
    late = sum(day < today for day in due)
    more = ngettext("%(count)d is overdue.", "%(count)d are overdue.", late) % {"count": late}
    text = sentence % {"count": len(due), "day": short_day(min(due))}
    return Task(_("Answer appeals"), text, done=False, url=link("awards:appeals"), more=more if late else "")


def _put_up(board: BoardPage, round_: Round, link: Link) -> Task | None:
    """Lead to the papers to put up: nobody can tell from here whether one hangs on a wall, so there is no tick."""
    if not board.filed:
        return None
    text = _("One print job for the notices of all classes on file.")
    return Task(_("Print the notices"), text, None, link("reports:round_notices", round_.pk))


def _register(board: BoardPage, round_: Round, link: Link) -> Task | None:
    if not board.filed:
        return None
    text = _("One row per class; classes that are missing are named below.")
    return Task(_("Print the register"), text, None, link("awards:register", round_.pk))


def _final(board: BoardPage, round_: Round, link: Link) -> Task:
    final, of = sum(row.place == Place.FINAL for row in board.rows), len(board.rows)
    running = [row.sheet.notice_until for row in board.rows if row.sheet.state == SheetState.IN_NOTICE]
    text = _("Classes whose stars count: %(done)d of %(of)d.") % {"done": final, "of": of}
    last = max((day for day in running if day), default=None)
    more = _("The last notice runs until the end of %(day)s; nobody has to do anything.")
    url = link("awards:board", query=f"?round={round_.pk}#filed")
    shown = more % {"day": short_day(last)} if last else ""
    return Task(_("The stars take effect"), text, bool(of) and final == of, url, shown)


def _next_round(rounds: Sequence[Round], round_: Round, today: dt.date, link: Link) -> Task | None:
    """Say when the next round opens by itself, so that nobody wonders."""
    later = [row for row in rounds if row.starts_on > round_.starts_on and row.term_id == round_.term_id]
    if not later:
        return Task(
            _("Go on to the end of the term"),
            _("This was the last month of the term."),
            None,
            link("awards:term_end", query=f"?term={round_.term_id}"),
        )
    following = min(later, key=lambda row: row.starts_on)
    words = {"round": following.name, "day": short_day(following.starts_on)}
    text = _("%(round)s opens by itself on %(day)s.") % words
    if following.starts_on <= today:
        text = _("%(round)s has been open since %(day)s.") % words
    return Task(_("The next month"), text, None, link("awards:board", query=f"?round={following.pk}"))
