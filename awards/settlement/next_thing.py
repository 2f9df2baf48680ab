"""What is due next at the end of a term."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import Round
from awards.settlement.page import SettlementPage
from awards.steps.next_thing import NextThing
from starrating.joiners import in_a_row


def next_in_term(page: SettlementPage, today: dt.date, *, may_settle: bool) -> NextThing | None:
    """Lead to the first thing in the way, then to settling, then to the rewards; nothing before the last month."""
    if Round.objects.filter(term=page.term, starts_on__gt=today).exists():
        return None
    for line in page.open:
        for problem in line.blocking:
            if problem.url:
                return NextThing(problem.thing, in_a_row(problem.classes), problem.url, _("Go there"))
    if page.ready and may_settle:
        text = _("Nothing stands in the way.")
        return NextThing(_("Settle what is ready"), text, "#settle-dialog", _("Settle…"), opens=True)
    if page.queue:
        return NextThing(
            _("Hand out the rewards"), "", reverse("awards:entitlements", args=[page.term.pk]), _("Go there")
        )
    return None
