"""The end of a term for office and administrator: from the first check to the new year, in order."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _, ngettext

from awards.home.ceremonies import ceremony_tasks
from awards.home.to_do import Link, Task, ToDoPage, links_for
from awards.models import Entitlement, Round
from awards.settlement.grades import GradeLine, grade_lines, latest_by_year
from starrating.days import short_day
from starrating.joiners import beside, in_a_row
from students.models import Term, TermState
from students.permits.roles import Standing


def term_end_page(terms: Sequence[Term], term: Term, standing: Standing, today: dt.date) -> ToDoPage:
    """Gather what is left of ``term``, one of ``terms`` with their scheme, grade by grade where it has several.

    The check's statements for each grade that is not settled, and nine.
    """
    link = links_for(standing)
    settled = term.state == TermState.SETTLED
    grades = grade_lines(term, latest_by_year(term), Counter(), today)
    tasks = [
        *_before(term, grades, link),
        *_settling(term, grades, link),
        *_rewards(term, settled or any(line.is_settled for line in grades), link),
        *ceremony_tasks(term, today, link),
        *_files(term, settled or any(line.is_settled for line in grades), link),
        *_what_follows(terms, term, link),
    ]
    return ToDoPage(term.name, tasks, terms=terms, chosen=term.pk, early=_early(term, today))


def _early(term: Term, today: dt.date) -> str:
    """Say that nothing of this is due before the last month of the term has begun; empty from then on."""
    last = Round.objects.filter(term=term).order_by("-starts_on").first()
    if last is None or last.starts_on <= today:
        return ""
    words = {"month": last.name, "day": short_day(last.starts_on)}
    return _("It is not time for this yet: the last month is %(month)s and begins on %(day)s.") % words


def _before(term: Term, grades: Sequence[GradeLine], link: Link) -> Iterator[Task]:
    """Make each thing in the way a task of its own, with the page where it is put right."""
    for line in grades:
        for problem in line.blocking:
            title = beside(line.name, problem.thing) if len(grades) > 1 else problem.thing
            yield Task(title, in_a_row(problem.classes), done=False, url=problem.url)
    if not any(line.blocking for line in grades):
        yield Task(
            _("Nothing stands in the way of settling"), "", done=True, url=link("awards:settlement_of_term", term.pk)
        )


def _settling(term: Term, grades: Sequence[GradeLine], link: Link) -> Iterator[Task]:
    settled = term.is_settled
    if not settled:
        text = _("Levels by class, changes since the last term, pupils one star short: look for mistakes.")
        yield Task(_("Look through the preview"), text, None, link("awards:settlement_of_term", term.pk))
    for line in grades if len(grades) > 1 else ():
        yield _grade(term, line, link)
    text = _("Levels are frozen; certificates have their numbers.")
    if not settled and len(grades) > 1:
        text = _("The term is settled with the last of its grades.")
    elif not settled:
        text = _("The administrator freezes the levels; the rewards follow from them.")
    yield Task(_("Settle the term"), text, settled, link("awards:settlement_of_term", term.pk))


def _grade(term: Term, line: GradeLine, link: Link) -> Task:
    text = _("Nothing stands in the way.") if line.is_ready else _("See above what is in the way.")
    if line.is_settled:
        text = _("Levels are frozen; certificates have their numbers.")
    title = _("Settle %(grade)s") % {"grade": line.name}
    return Task(title, text, line.is_settled, link("awards:settlement_of_term", term.pk))


def _rewards(term: Term, settled: bool, link: Link) -> Iterator[Task]:
    if not settled:
        return
    left = Entitlement.objects.filter(term=term).to_do().count()
    text = _("Letters, certificates, invitations and the honour board, sorted by class and seat.")
    yield Task(_("Print letters and certificates"), text, None, link("reports:letters", term.pk))
    text = ngettext("%(count)d is still to be handed out.", "%(count)d are still to be handed out.", left)
    done = _("Everything has been handed out.")
    yield Task(
        _("Hand out the rewards"),
        text % {"count": left} if left else done,
        not left,
        link("awards:entitlements", term.pk),
    )


def _files(term: Term, settled: bool, link: Link) -> Iterator[Task]:
    text = _("The term's workbook, and the ledger with every star.")
    yield Task(_("Download the workbook and the ledger"), text, None, link("reports:papers", query=f"?term={term.pk}"))
    if settled:
        text = _("A package that can be read and checked without this program.")
        yield Task(_("Download the archive"), text, None, link("reports:archive_of_term", term.pk))


def _what_follows(terms: Sequence[Term], term: Term, link: Link) -> Iterator[Task]:
    later = [row for row in terms if row.starts_on > term.starts_on]
    if term.ordinal == 2:
        text = _("The graduating grade leaves, the other classes move up; a preview shows it first.")
        moved_on = any(row.school_year > term.school_year for row in later)
        yield Task(_("Start the new school year"), text, moved_on or None, link("students:start_year"))
    text = _("%(term)s is open already.") % {"term": later[-1].name} if later else _("Its months are opened with it.")
    yield Task(_("Open the next term"), text, bool(later), link("awards:open_term"))
