"""Open sessions: in which browser, what their owner sees of them, and how they end."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _, pgettext_lazy

from starrating.operations import audit
from starrating.refused import Refused
from starrating.web.address import valid_address
from starrating.web.middleware import SIGNED_IN_AT
from students.models import SignIn, User
from students.permits.school_roles import demand_administrator


@dataclass(frozen=True)
class OpenSession:
    """One line of the list; ``is_this`` marks the one that the list is looked at in."""

    pk: int
    device: str
    address: str
    since: dt.datetime
    last_seen_at: dt.datetime
    is_this: bool


def note(request: HttpRequest, user: User, at: dt.datetime) -> None:
    """Write down that the session is alive, as it asks for a page, and on the first page what it looks like."""
    key = request.session.session_key
    if key is None or SignIn.objects.filter(session_id=key).update(last_seen_at=at):
        return
    since = dt.datetime.fromtimestamp(request.session.get(SIGNED_IN_AT, at.timestamp()), dt.UTC)
    row = SignIn(
        session_id=key,
        user=user,
        since=since,
        last_seen_at=at,
        address=valid_address(request),
        agent=request.headers.get("User-Agent", "")[:255],
    )
    # Two first pages at one moment write one line.
    SignIn.objects.bulk_create([row], ignore_conflicts=True)


def open_sessions(user: User, *, this: str | None, at: dt.datetime) -> list[OpenSession]:
    """Give the sessions of an account that still open a page, this one first. One query."""
    rows = SignIn.objects.filter(user=user).alive(at, dt.timedelta(seconds=settings.SESSION_IDLE_SECONDS))
    found = [
        OpenSession(row.pk, in_words(row.agent), row.address or "", row.since, row.last_seen_at, row.session_id == this)
        for row in rows
    ]
    return sorted(found, key=lambda row: not row.is_this)


@transaction.atomic
def end(sign_in: SignIn, *, by: User, at: dt.datetime) -> None:
    """End one session of one's own. Raises :class:`Refused` for another's."""
    if sign_in.user_id != by.pk:
        raise Refused(_("This device is not in your list of sign-ins. Load the page again."), code="not_mine")
    Session.objects.filter(pk=sign_in.session_id).delete()
    audit.record("session.ended", by, by=by, at=at, school_id=by.school_id, old={"device": in_words(sign_in.agent)})


@transaction.atomic
def end_others(user: User, *, this: str | None, at: dt.datetime) -> int:
    """End every session of one's own but ``this``; gives how many."""
    ended = drop([user], but=this)
    audit.record("session.others_ended", user, by=user, at=at, school_id=user.school_id, old={"sessions": ended})
    return ended


@transaction.atomic
def end_all(user: User, *, by: User, at: dt.datetime) -> int:
    """End every session of a colleague's account. Raises :class:`Refused` unless ``by`` is an administrator."""
    school = demand_administrator(by, user.school, at, "students:end_sessions")
    ended = drop([user])
    audit.record("session.all_ended", user, by=by, at=at, school_id=school.pk, old={"sessions": ended})
    return ended


def drop(users: Sequence[User], *, but: str | None = None) -> int:
    """End the sessions of these accounts, for verbs that audit what they do; gives how many."""
    return SignIn.objects.filter(user__in=[user.pk for user in users]).exclude(session_id=but or "").end()


# By what stands in the line that the browser sends; the first that fits is it, for most also call themselves others.
_BROWSERS: tuple[tuple[str, str | Promise], ...] = (
    ("DingTalk", pgettext_lazy("browser", "DingTalk")),
    ("wxwork", pgettext_lazy("browser", "WeCom")),
    ("MicroMessenger", pgettext_lazy("browser", "WeChat")),
    ("QQBrowser", pgettext_lazy("browser", "QQ Browser")),
    ("HuaweiBrowser", pgettext_lazy("browser", "Huawei Browser")),
    ("MiuiBrowser", pgettext_lazy("browser", "Mi Browser")),
    ("UCBrowser", pgettext_lazy("browser", "UC Browser")),
    ("360", pgettext_lazy("browser", "360 Browser")),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: tuple[tuple[str, str | Promise], ...] = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", pgettext_lazy("system", "HarmonyOS")),
    ("OpenHarmony", pgettext_lazy("system", "HarmonyOS")),
    ("Android", pgettext_lazy("system", "Android")),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def in_words(agent: str) -> str:
    """Name a browser and its system: ``Chrome on Windows``; what is not known is said to be so."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("unknown device")


def _first(known: tuple[tuple[str, str | Promise], ...], agent: str) -> str:
    return next((str(name) for mark, name in known if mark in agent), "")
