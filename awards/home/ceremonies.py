"""What ceremonies leave to do: one to be planned, closed, or made up for."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _, ngettext

from awards.ceremonies.joining import without_ceremony
from awards.home.to_do import Link, Task
from awards.models import Ceremony
from starrating.days import short_day
from students.models import GradeSettlement, Term


def ceremony_tasks(term: Term, today: dt.date, link: Link) -> Iterator[Task]:
    """Say what of the term no ceremony waits for, and which ceremony is over and not closed; three statements.

    Before the first grade is settled there is nothing to say.
    """
    if not GradeSettlement.objects.years_of(term):
        return
    left = without_ceremony(term.school).filter(term=term).count()
    text = ngettext(
        "%(count)d certificate or title joins no ceremony: plan one, or hand it over otherwise.",
        "%(count)d certificates and titles join no ceremony: plan one, or hand them over otherwise.",
        left,
    )
    yield Task(
        _("Plan the ceremony"),
        text % {"count": left} if left else _("All certificates and titles have a ceremony or are handed out."),
        not left,
        link("awards:ceremonies"),
    )
    for ceremony in Ceremony.objects.filter(school=term.school).planned().filter(day__lt=today).soonest_first():
        words = {"name": ceremony.title, "day": short_day(ceremony.day)}
        text = _("%(name)s was on %(day)s: tick what was handed out, then close it.") % words
        yield Task(_("Close the ceremony"), text, done=False, url=link("awards:ceremony", ceremony.pk))
