"""What protects the data, looked at when the file is made: way to the pages, headers, second step, backup, drill."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from starrating.doctor import backups, checks, door
from starrating.doctor.findings import LABELS, Finding, State, well
from starrating.joiners import in_a_row
from students.models import School, SchoolRole


@dataclass(frozen=True)
class CheckRow:
    key: str
    name: str
    state: str
    text: str


def checks_at(school: School, at: dt.datetime) -> list[CheckRow]:
    """Look at what a report on children's data asks for."""
    found = [
        ("door", _("Way to the pages"), door.look_at_the_door(at)),
        ("headers", _("Headers of every page"), _headers()),
        ("second_step", _("Two-step sign-in"), _second_step(school, timezone.localdate(at))),
        ("backup", _("Backup"), backups.look_at_the_backup(at)),
        ("drill", _("Backup tried"), backups.look_at_the_drill(at)),
        ("settings", _("Settings"), checks.look_at_settings(at)),
    ]
    return [CheckRow(key, name, str(LABELS[one.state]), one.text) for key, name, one in found]


def _headers() -> Finding:
    """Say what browsers are told; they are set for every answer by the same settings."""
    wanted = {
        "X-Content-Type-Options": settings.SECURE_CONTENT_TYPE_NOSNIFF,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Frame-Options": settings.X_FRAME_OPTIONS == "DENY",
        "HttpOnly": settings.SESSION_COOKIE_HTTPONLY,
    }
    missing = [name for name, is_set in wanted.items() if not is_set]
    if missing:
        return Finding(State.ILL, _("Missing: %(names)s.") % {"names": in_a_row(missing)})
    return well(_("Every page forbids framing, guessing of types and leaking of addresses."))


def _second_step(school: School, day: dt.date) -> Finding:
    holders = SchoolRole.objects.active_on(day).filter(user__school=school, user__is_active=True)
    accounts = set(holders.values_list("user", flat=True))
    using = TOTPDevice.objects.filter(user__in=accounts, confirmed=True).values("user").distinct().count()
    text = _("In use by accounts with a role of the school: %(using)d of %(all)d.") % {
        "using": using,
        "all": len(accounts),
    }
    return well(text) if accounts and using == len(accounts) else Finding(State.LOOK, text)
