"""Looking things up in the audit: by who did it, by pupil or class, by day and by kind."""

import datetime as dt

from django.db.models import Q, QuerySet

from awards.audit.forms import AuditForm
from awards.models import Champion, ClassRound, Entitlement, Exam, Nomination, StarEntry, Violation
from starrating.operations.actions import Kind, codes_of
from starrating.operations.models import AuditEvent
from students.accounts.search import named
from students.models import School, SchoolClass, Student, Term, User
from students.names.class_names import parse_class_name


def events_of(
    school: School,
    *,
    person: str = "",
    about: str = "",
    kind: str = "",
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> QuerySet[AuditEvent]:
    """Give the school's events, latest first.

    Done by ``person`` (part of a name, its initials, or an account), ``about`` a pupil (name, number or initials) or
    class.
    """
    events = AuditEvent.objects.filter(school_id=school.pk).with_words().select_related("actor")
    if kind in Kind.values:
        events = events.filter(action__in=codes_of(kind))
    if person:
        who = User.objects.filter(school=school).filter(named("", person) | Q(username__iexact=person))
        events = events.filter(actor__in=who)
    if about:
        events = events.filter(_about(school, about))
    if since:
        events = events.filter(at__gte=since)
    if until:
        events = events.filter(at__lt=until)
    return events


def events_asked(school: School, form: AuditForm) -> QuerySet[AuditEvent]:
    """Give the events that ``form`` asks for, as :func:`events_of`; all of the school's where it is empty or wrong."""
    if not form.is_valid():
        return events_of(school)
    words = {name: form.cleaned_data[name].strip() for name in ("person", "about", "kind")}
    since, until = form.moments()
    return events_of(school, **words, since=since, until=until)


def pupils_named(school: School, text: str) -> QuerySet[Student]:
    """Give those whom ``text`` names, with the records that were joined to theirs."""
    low = text.lower()
    exact = Q(name=text) | Q(number=text)
    begins = Q(initials=low) | Q(initials__startswith=f"{low} ") | Q(initials__endswith=f" {low}")
    found = Student.objects.filter(school=school)
    meant = found.filter(exact | begins if low.isascii() and low.isalpha() else exact)
    return found.filter(Q(pk__in=meant.values("pk")) | Q(merged_into__in=meant.values("pk")))


def _about(school: School, text: str) -> Q:
    """Give the condition for events on a pupil, or on what names one; or on a class and its sheets."""
    pupils = pupils_named(school, text)
    keys = list(pupils.values_list("pk", flat=True))
    classes = _classes(school, text)
    found = Q(student_key__in=keys)
    rows = [
        pupils,
        User.objects.filter(student__in=keys),
        StarEntry.objects.filter(student__in=keys),
        Violation.objects.filter(student__in=keys),
        Entitlement.objects.filter(student__in=keys),
        Exam.objects.filter(pk__in=Champion.objects.filter(student__in=keys).values("exam")),
        ClassRound.objects.filter(pk__in=Nomination.objects.filter(student__in=keys).values("class_round")),
        SchoolClass.objects.filter(pk__in=classes),
        ClassRound.objects.filter(school_class__in=classes),
    ]
    for one in rows:
        # The key of the object is text in the audit, so that it is matched as text: a cast would cost the index.
        texts = [str(pk) for pk in one.values_list("pk", flat=True)]
        # What names its pupil in the event itself is not looked for among everybody's of the same sheet.
        others = Q(student_key__isnull=True) | Q(student_key__in=keys) if keys and one.model is ClassRound else Q()
        found |= Q(target_type=one.model._meta.label_lower, target_id__in=texts) & others
    return found


def _classes(school: School, text: str) -> list[int]:
    """Give the class that ``text`` names in the newest term; an own name also counts."""
    term = Term.objects.filter(school=school).order_by("-starts_on").first()
    found = SchoolClass.objects.filter(school=school)
    year = term.school_year if term else 0
    parsed = parse_class_name(text, school_year=year, first_grade=school.first_grade, last_grade=school.last_grade)
    if parsed is None or parsed.number is None or parsed.entry_year is None:
        return list(found.filter(alias=text).exclude(alias="").values_list("pk", flat=True))
    rows = found.filter(entry_year=parsed.entry_year, number=parsed.number)
    return list(rows.values_list("pk", flat=True))
