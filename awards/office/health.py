"""What the installation's doctor looks at in the months."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from awards.models import ClassRound
from starrating.doctor.findings import Check, Finding, State, well


def look_at_notices(at: dt.datetime) -> Finding:
    """Notices whose time is over take effect within a minute where a worker runs; pages do not wait for it."""
    due = ClassRound.objects.notice_over_on(timezone.localdate(at)).count()
    if not due:
        return well(_("No notice is overdue."))
    text = _("Sheets whose notice is over, without effect yet: %(count)d.") % {"count": due}
    return Finding(State.LOOK, text, _("Start the worker, or run `manage.py finalize_due`."))


CHECKS = (Check(gettext_lazy("Notices"), look_at_notices),)
