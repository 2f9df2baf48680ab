"""The figures of the yearly file, each with the rows that it was counted from."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.children import acts
from reports.children.ages import Aged, pupils_on
from reports.children.checks import CheckRow, checks_at
from reports.children.kinds import KINDS
from starrating.days import long_day
from starrating.operations.actions import actions
from starrating.operations.models import AuditEvent
from students.models import Consent, ConsentScope, DataIncident, School, SchoolRole, Staffing, Student, User
from students.permits.roles import Role
from students.permits.rows import areas

Row = tuple[object, ...]


@dataclass(frozen=True)
class Evidence:
    """The rows behind figures: pupils by their opaque keys alone."""

    key: str
    heads: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Table:
    """A part of the report as people read it; the last cells are numbers where ``counts`` says so."""

    key: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Row]
    lead: str = ""


@dataclass(frozen=True)
class ChildrenReport:
    """A calendar year of a school; ``day`` is its last, or today while it runs."""

    school: School
    year: int
    day: dt.date
    tables: Sequence[Table]
    evidence: Sequence[Evidence]

    @property
    def title(self) -> str:
        return _("Children's data in %(year)d: yearly file") % {"year": self.year}


@dataclass
class _Year:
    """What is read once of a year."""

    school: School
    year: int
    today: dt.date
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def day(self) -> dt.date:
        return min(dt.date(self.year, 12, 31), self.today)

    def events(self, codes: Sequence[str]) -> list[AuditEvent]:
        found = AuditEvent.objects.filter(school=self.school, at__year=self.year, action__in=codes)
        return list(found.select_related("actor").order_by("pk"))


def children_report(school: School, year: int, *, at: dt.datetime) -> ChildrenReport:
    """Gather a calendar year from what the program holds; reads only."""
    of = _Year(school, year, timezone.localdate(at))
    tables = [
        _people(of),
        _kept(of),
        _reach(of),
        _consents(of),
        _deletions(of),
        _exports(of),
        _incidents(of),
        _checks(of, at),
    ]
    return ChildrenReport(school, year, of.day, tables, of.evidence)


def _people(of: _Year) -> Table:
    pupils = list(pupils_on(of.school, of.day))
    here = {one.key for one in pupils}
    kept = Q(born_on__isnull=False) | Q(guardians__isnull=False) | Q(photo__isnull=False)
    known = Student.objects.filter(kept, school=of.school).distinct().order_by("pk")
    left = [pk for pk in known.values_list("pk", flat=True) if pk not in here]
    heads = ("pupil", "grade", "age", "minor", "under_fourteen")
    rows = [(one.key, one.grade, one.age, int(one.is_minor), int(one.is_under_fourteen)) for one in pupils]
    of.evidence += [Evidence("pupils", heads, rows), Evidence("left", ("pupil",), [(pk,) for pk in left])]
    dated = [one for one in pupils if one.age is not None]
    undated = [one for one in pupils if one.age is None]
    return Table(
        "people",
        _("Pupils"),
        (_("What is counted"), _("Pupils")),
        [
            (_("In a class on %(day)s") % {"day": long_day(of.day)}, len(pupils)),
            (_("of these minors"), _count(pupils, "is_minor")),
            (_("of these under fourteen"), _count(pupils, "is_under_fourteen")),
            (_("under fourteen by the date of birth"), _count(dated, "is_under_fourteen")),
            (_("under fourteen by the grade, no date of birth being kept"), _count(undated, "is_under_fourteen")),
            (_("Left the school, contacts, date of birth or photo still kept"), len(left)),
        ],
        _(
            "Where no date of birth is kept, a pupil of grade 8 or below counts as under fourteen, by the age at which"
            " children enter school."
        ),
    )


def _count(pupils: Sequence[Aged], name: str) -> int:
    return sum(bool(getattr(one, name)) for one in pupils)


def _kept(of: _Year) -> Table:
    rows = [(str(kind.label), str(kind.why), kind.kept(of.school), kind.count(of.school)) for kind in KINDS]
    tables = [(kind.key, " ".join(one._meta.db_table for one in kind.tables)) for kind in KINDS]
    of.evidence.append(Evidence("kinds", ("kind", "tables"), tables))
    return Table("kept", _("What is kept"), (_("Kind of data"), _("What for"), _("How long"), _("Rows")), rows)


def _reach(of: _Year) -> Table:
    permits = [
        (str(area.name.label), str(permit.label), role.value, scope.value)
        for area in areas()
        for permit in area.permits
        for role, scope in permit.who.items()
    ]
    of.evidence.append(Evidence("permits", ("area", "what", "role", "scope"), permits))
    held = _accounts(of)
    of.evidence.append(Evidence("accounts", ("account", "role"), held))
    by_role = Counter(role for _account, role in held)
    may = Counter(role for _area, _what, role, _scope in permits)
    rows = [(str(role.label), by_role[role.value], may[role.value]) for role in Role if role != Role.WORKER]
    return Table(
        "reach",
        _("Who can reach it"),
        (_("Role"), _("Accounts"), _("Acts permitted")),
        rows,
        _("From the table that the program obeys; each act with its reach is in the evidence."),
    )


def _accounts(of: _Year) -> list[Row]:
    """Give the accounts with each role that they hold on the day; pupils by their accounts."""
    roles = SchoolRole.objects.active_on(of.day).filter(user__school=of.school, user__is_active=True)
    tasks = Staffing.objects.active_on(of.day).filter(school_class__school=of.school, user__is_active=True)
    found: set[tuple[int, str]] = set(roles.values_list("user", "role"))
    found |= set(tasks.values_list("user", "role"))
    pupils = User.objects.filter(student__school=of.school, is_active=True)
    found |= {(pk, Role.PUPIL.value) for pk in pupils.values_list("pk", flat=True)}
    return sorted(found)


def _consents(of: _Year) -> Table:
    first, last = dt.date(of.year, 1, 1), dt.date(of.year, 12, 31)
    found = list(Consent.objects.filter(student__school=of.school, given_on__lte=last).order_by("pk"))
    heads = ("consent", "pupil", "scope", "given_on", "withdrawn_on", "version")
    of.evidence.append(
        Evidence(
            "consents",
            heads,
            [(one.pk, one.student_id, one.scope, one.given_on, one.withdrawn_on, one.text_version) for one in found],
        )
    )
    rows = []
    for scope in ConsentScope:
        these = [one for one in found if one.scope == scope]
        given = sum(first <= one.given_on for one in these)
        ended = sum(one.withdrawn_on is not None and first <= one.withdrawn_on <= last for one in these)
        now = sum(one.given_on <= of.day and (one.withdrawn_on is None or one.withdrawn_on > of.day) for one in these)
        rows.append((str(scope.label), given, ended, now))
    heads_shown = (_("What was agreed to"), _("Given in the year"), _("Ended in the year"), _("In force at the end"))
    return Table("consents", _("Consents of guardians"), heads_shown, rows)


def _deletions(of: _Year) -> Table:
    events = of.events(acts.DELETIONS)
    of.evidence.append(_events("deletions", events))
    times = Counter(event.action for event in events)
    pupils: Counter[str] = Counter()
    for event in events:
        pupils[event.action] += _pupils_of(event)
    rows = [(_label(action), times[action], pupils[action]) for action in acts.DELETIONS]
    return Table("deletions", _("What was deleted"), (_("Act"), _("Times"), _("Pupils or entries")), rows)


def _pupils_of(event: AuditEvent) -> int:
    number = next((event.new_codes[name] for name in ("pupils", "facts", "removed") if name in event.new_codes), 1)
    return number if isinstance(number, int) else 1


def _exports(of: _Year) -> Table:
    events = of.events((*acts.EXPORTS, *acts.SEEN))
    of.evidence.append(_events("exports", events))
    times = Counter((event.action, event.actor.name if event.actor else "") for event in events)
    order = {action: number for number, action in enumerate((*acts.EXPORTS, *acts.SEEN))}
    rows = [
        (_label(action), name or _("the program itself"), count)
        for (action, name), count in sorted(times.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    ]
    heads = (_("Act"), _("By whom"), _("Times"))
    return Table("exports", _("Exports, and numbers shown"), heads, rows)


def _events(key: str, events: Sequence[AuditEvent]) -> Evidence:
    rows = [
        (event.pk, _moment(event.at), event.action, event.actor_id, event.student_key, _pupils_of(event))
        for event in events
    ]
    return Evidence(key, ("event", "at", "action", "account", "pupil", "number"), rows)


def _moment(at: dt.datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _label(action: str) -> str:
    found = actions().get(action)
    return str(found.label) if found else action


def _incidents(of: _Year) -> Table:
    found = list(DataIncident.objects.filter(school=of.school, happened_on__year=of.year).order_by("happened_on", "pk"))
    heads = ("incident", "happened_on", "known_on", "pupils", "told_on")
    kept = [(one.pk, one.happened_on, one.known_on, one.pupils, one.told_on) for one in found]
    of.evidence.append(Evidence("incidents", heads, kept))
    nobody = _("nobody yet")
    rows = [(one.happened_on, one.text, one.pupils, one.told or nobody, one.told_on or "") for one in found]
    shown = (_("Day"), _("What happened, and what was done"), _("Pupils"), _("Who was told"), _("Told on"))
    return Table("incidents", _("Incidents with personal data"), shown, rows)


def _checks(of: _Year, at: dt.datetime) -> Table:
    rows: list[CheckRow] = checks_at(of.school, at)
    found = [(one.key, one.state, one.text) for one in rows]
    of.evidence.append(Evidence("checks", ("check", "state", "finding"), found))
    shown = [(one.name, one.state, one.text) for one in rows]
    return Table(
        "checks",
        _("Checks that ran"),
        (_("What was checked"), _("Result"), _("Finding")),
        shown,
        _("As of the making of this file."),
    )
