"""The end of a term for office and administrator: from the first check to the new year, in order."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _, ngettext

from awards.home.to_do import Link, Task, ToDoPage, links_for
from awards.models import Entitlement
from awards.settlement.checks import problems_before_settling
from students.models import Term, TermState
from students.permits.roles import Standing


def term_end_page(terms: Sequence[Term], term: Term, standing: Standing, today: dt.date) -> ToDoPage:
    """Gather what is left of ``term``, one of ``terms`` with their scheme; the check's statements and four."""
    link = links_for(standing)
    settled = term.state == TermState.SETTLED
    tasks = [
        *_before(term, settled, today, link),
        *_settling(term, settled, link),
        *_rewards(term, settled, link),
        *_files(term, settled, link),
        *_what_follows(terms, term, link),
    ]
    return ToDoPage(term.name, tasks, terms=terms, chosen=term.pk)


def _before(term: Term, settled: bool, today: dt.date, link: Link) -> Iterator[Task]:
    """Make each thing in the way a task of its own, with the page where it is put right."""
    problems = [] if settled else [one for one in problems_before_settling(term, today) if one.blocks]
    for problem in problems:
        yield Task(_("Before the term can be settled"), problem.message, done=False, url=problem.url)
    if not problems:
        yield Task(
            _("Nothing stands in the way of settling"), "", done=True, url=link("awards:settlement_of_term", term.pk)
        )


def _settling(term: Term, settled: bool, link: Link) -> Iterator[Task]:
    if not settled:
        text = _("Levels by class, changes since the last term, pupils one star short: look for mistakes.")
        yield Task(_("Look through the preview"), text, None, link("awards:settlement_of_term", term.pk))
    text = _("Levels are frozen; certificates have their numbers.")
    if not settled:
        text = _("The administrator freezes the levels; the rewards follow from them.")
    yield Task(_("Settle the term"), text, settled, link("awards:settlement_of_term", term.pk))


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
