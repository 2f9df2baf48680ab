"""What the installation's doctor looks at in the schools."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from starrating.doctor.findings import Check, Finding, State, well
from starrating.joiners import in_a_row
from students.models import School


def look_at_addresses(_at: dt.datetime) -> Finding:
    """Name the schools whose square codes on papers and slips lead nowhere from outside."""
    if settings.PUBLIC_ADDRESS:
        return well(_("Codes on papers lead to %(address)s.") % {"address": settings.PUBLIC_ADDRESS})
    without = list(School.objects.filter(paper_address="").order_by("name").values_list("name", flat=True))
    if not without:
        return well(_("Every school has an address for its papers."))
    text = _("Schools without an address for codes on papers and slips: %(names)s.") % {"names": in_a_row(without)}
    return Finding(State.LOOK, text, _("Enter it in the settings of the school, or set PUBLIC_ADDRESS."))


CHECKS = (Check(gettext_lazy("Address on papers"), look_at_addresses),)
