"""Pupils, where they are enrolled, and what their guardians have agreed to."""

import datetime as dt
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from starrating.db.constraints import choices_constraint
from students.models.classes import SchoolClass, StudentGroup
from students.models.dated import DatedQuerySet, ends_after_start
from students.models.school import School
from students.names.people import Person
from students.names.pinyin import full_pinyin, initials, search_text


class Sex(models.TextChoices):
    MALE = "m", _("male")
    FEMALE = "f", _("female")
    UNKNOWN = "", _("not given")


class Student(models.Model):
    """A pupil. The school number is the key, a name never is: namesakes stay two people."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="students", verbose_name=_("school"))
    number = models.CharField(_("school number"), max_length=30, help_text=_("Text: leading zeros belong to it."))
    name = models.CharField(_("name"), max_length=60, help_text=_("Exactly as the school writes it."))
    pinyin = models.CharField(_("pinyin"), max_length=250, blank=True, help_text=_("All readings, for search."))
    initials = models.CharField(_("initials"), max_length=80, blank=True, help_text=_("All readings, for search."))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True, default=Sex.UNKNOWN)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    is_guest = models.BooleanField(
        _("guest pupil"), default=False, help_text=_("借读: takes part fully, is not registered at this school.")
    )
    # Name, number and contacts are gone; what counts stays under the key.
    erased_on = models.DateField(_("erased on"), null=True, blank=True)
    # A second record of the same pupil stays as it was, and points at the one that goes on.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("joined to")
    )

    class Meta:
        verbose_name = _("pupil")
        verbose_name_plural = _("pupils")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"],
                name="student_number_once_a_school",
                violation_error_message=_("Another pupil has this number."),
            ),
            choices_constraint("sex", Sex, "student_sex_known"),
            models.CheckConstraint(
                condition=Q(erased_on__isnull=True) | Q(born_on__isnull=True, pinyin="", initials="", sex=""),
                name="student_erased_says_nothing",
                violation_error_message=_("The data of this pupil were erased."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")),
                name="student_not_merged_into_itself",
                violation_error_message=_("A record cannot be joined to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def call(self, name: str) -> None:
        """Give the pupil a name, with its readings as they are kept for search."""
        self.name = name
        self.pinyin = search_text(full_pinyin(name), 250)
        self.initials = search_text(initials(name), 80)

    def as_person(self, seat: int | None = None) -> Person:
        """Stand on a roster, with the seat where it counts."""
        return Person(self.pk, self.number, self.name, seat, self.pinyin, self.initials)


class EnrolmentQuerySet(DatedQuerySet["Enrolment"]):
    def of_class(self, school_class: SchoolClass, day: dt.date) -> Self:
        """Select who sits in the class on ``day``, in seat order; pupils without a seat come last."""
        return self.of_classes([school_class.pk], day)

    def of_classes(self, class_pks: Collection[int], day: dt.date) -> Self:
        """Select who sits in these classes on ``day``, each in seat order, as :meth:`of_class`."""
        return (
            self.active_on(day)
            .filter(school_class__in=class_pks)
            .select_related("student")
            .order_by(models.F("seat").asc(nulls_last=True), "student__number")
        )


class Enrolment(models.Model):
    """A pupil's place in a class between two dates; a move ends one row and begins another, nothing is overwritten."""

    student = models.ForeignKey(Student, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("pupil"))
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("class")
    )
    seat = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True)
    group = models.ForeignKey(
        StudentGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("group"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["school_class", "seat"]
        indexes = [
            # EnrolmentQuerySet.of_class: the roster of one class on one day.
            models.Index(fields=["school_class", "starts_on", "ends_on"], name="enrolment_class_days")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(ends_on__isnull=True),
                name="enrolment_one_open_a_pupil",
                violation_error_message=_("This pupil is enrolled in a class already."),
            ),
            ends_after_start("enrolment_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.school_class}"

    @property
    def person(self) -> Person:
        """The pupil on the class's roster; needs ``student`` loaded."""
        return self.student.as_person(self.seat)


class Guardian(models.Model):
    """Whom the school may call. Shown to staff of the class only, never on a paper or list."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="guardians", verbose_name=_("pupil"))
    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "name", "phone"],
                name="guardian_once_a_pupil",
                violation_error_message=_("This guardian is on record already."),
            ),
            models.CheckConstraint(
                condition=~Q(name="", phone=""),
                name="guardian_says_something",
                violation_error_message=_("Give a name or a phone number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.phone


class ConsentScope(models.TextChoices):
    # The month runs without it; whatever a school can do without, such as facts noted between months, is left out.
    PROCESSING = "processing", _("processing of personal data")
    PHOTO = "photo", _("photo on the honour board")
    PUBLICATION = "publication", _("name on a public page")
    WINDOW = "window", _("guardian's window")


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, scope: ConsentScope, day: dt.date) -> Self:
        """Select consents given on or before ``day`` and not withdrawn by it, which is as easy (PIPL 15)."""
        return self.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day), scope=scope, given_on__lte=day)


class Consent(models.Model):
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="consents", verbose_name=_("pupil"))
    scope = models.CharField(_("for what"), max_length=20, choices=ConsentScope.choices)
    given_by = models.CharField(_("given by"), max_length=60)
    text_version = models.CharField(_("version of the text"), max_length=40)
    given_on = models.DateField(_("given on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            choices_constraint("scope", ConsentScope, "consent_scope_known"),
            models.UniqueConstraint(
                fields=["student", "scope"],
                condition=Q(withdrawn_on__isnull=True),
                name="consent_one_in_force",
                violation_error_message=_("This consent has been given already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} {self.get_scope_display()}"
