"""What the installation's doctor looks at in the record's seal."""

import datetime as dt

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _, gettext_lazy

from starrating.days import short_moment
from starrating.doctor.findings import Check, Finding, State, well
from starrating.operations.seal_models import Seal
from starrating.operations.seals import keys
from starrating.operations.seals.state import fingerprint_now, state

# The worker closes a seal each minute.
BEHIND = dt.timedelta(minutes=10)


def look_at_the_key(_at: dt.datetime) -> Finding:
    """Compare the key in the file with the one on record; the record itself is walked by `verify`."""
    now = fingerprint_now()
    try:
        here = keys.own_public()
    except ImproperlyConfigured as error:
        return Finding(State.ILL, str(error), _("What to do stands in docs/operations.md."))
    if not now or here is None:
        text = _("The sealing key is not in its place.") if now else _("There is no sealing key yet.")
        return Finding(State.LOOK, text, _("The worker makes one. If you have the old one, put it back before that."))
    if keys.fingerprint(here) != now:
        text = _("The sealing key in the file is not the one on record.")
        return Finding(State.ILL, text, _("What to do stands in docs/operations.md."))
    return well(_("The key seals with the fingerprint %(fingerprint)s.") % {"fingerprint": now})


def look_at_the_seal(at: dt.datetime) -> Finding:
    found = state(at)
    text = _("Rows of the record that no seal covers yet: %(rows)d.") % {"rows": found.waiting}
    if Seal.objects.filter(closed_at__gt=at + BEHIND).exists():
        return Finding(
            State.LOOK, _("A seal says that it was closed in the future."), _("Compare this machine's clock.")
        )
    if found.waiting and (found.closed_at is None or found.closed_at < at - BEHIND):
        return Finding(State.ILL, text, _("Start the worker: it seals what is new each minute."))
    if found.closed_at is not None:
        moment = short_moment(found.closed_at)
        text = _("Newest seal: number %(number)d, of %(moment)s.") % {"number": found.number, "moment": moment}
    return well(text)


CHECKS = (Check(gettext_lazy("Sealing key"), look_at_the_key), Check(gettext_lazy("Record's seal"), look_at_the_seal))
