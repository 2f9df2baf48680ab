"""Reminders that leave the house: where to, what was sent, and the addresses of calendars."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from starrating.db.constraints import choices_constraint
from students.models import School, SchoolClass


class ReminderService(models.TextChoices):
    """The services whose group robots are spoken to."""

    WECOM = "wecom", _("WeCom (企业微信)")
    DINGTALK = "dingtalk", _("DingTalk (钉钉)")
    FEISHU = "feishu", _("Feishu (飞书)")


class ReminderSettings(models.Model):
    """What a school has turned on; without a row, or with neither way, nothing leaves the house."""

    school = models.OneToOneField(
        School, on_delete=models.PROTECT, related_name="reminder_settings", verbose_name=_("school")
    )
    service = models.CharField(_("group robot"), max_length=10, choices=ReminderService.choices, blank=True)
    # Whoever has the address can write into the group, so it is shown masked and is in no record, log or archive.
    address = models.CharField(_("robot's address"), max_length=400, blank=True)
    secret = models.CharField(_("robot's signing secret"), max_length=200, blank=True)
    by_mail = models.BooleanField(_("by e-mail"), default=False)
    from_hour = models.PositiveSmallIntegerField(_("not before"), default=7)
    until_hour = models.PositiveSmallIntegerField(_("not after"), default=19)

    class Meta:
        verbose_name = _("settings of reminders")
        verbose_name_plural = _("settings of reminders")
        constraints = [
            models.CheckConstraint(
                condition=Q(service="") | Q(service__in=ReminderService.values),
                name="reminder_service_known",
                violation_error_message=_("This is not one of the possible values. Choose one of the list."),
            ),
            models.CheckConstraint(
                condition=Q(service="", address="", secret="") | (~Q(service="") & ~Q(address="")),
                name="reminder_robot_has_address",
                violation_error_message=_("A group robot needs its address. Copy it from the group's settings."),
            ),
            models.CheckConstraint(
                condition=Q(until_hour__gt=F("from_hour"), until_hour__lte=24),
                name="reminder_hours_in_order",
                violation_error_message=_("The hours must lie within one day, the first before the last."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.school)

    @property
    def is_on(self) -> bool:
        return bool(self.service) or self.by_mail


class ReminderAddress(models.Model):
    """Where a colleague wants reminders by e-mail; entered by that colleague alone, gone with the account."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_address", verbose_name=_("account")
    )
    email = models.EmailField(_("e-mail address"))

    class Meta:
        verbose_name = _("e-mail address for reminders")
        verbose_name_plural = _("e-mail addresses for reminders")

    def __str__(self) -> str:
        return str(self.user)


class CalendarAddress(models.Model):
    """A colleague's secret calendar address; the digest alone is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_address", verbose_name=_("account")
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)


class ReminderWay(models.TextChoices):
    ROBOT = "robot", _("group robot")
    MAIL = "mail", _("e-mail")


class ReminderState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    # The worker ended between sending and saying so; sending once more might say everything twice.
    LOST = "lost", _("not known whether it arrived")


class ReminderTrouble(models.TextChoices):
    """Why a message was not taken."""

    UNREACHABLE = "unreachable", _("The service could not be reached.")
    REFUSED = "refused", _("The service did not take the message. Check the robot's address, keywords and secret.")
    ADDRESS = "address", _("This address may not be spoken to.")
    MAIL = "mail", _("The mail server did not take the message.")
    LATE = "late", _("The day was over before it could be sent.")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def due_at(self, at: dt.datetime) -> Self:
        """Select messages to be sent now, the oldest first."""
        return self.filter(state=ReminderState.WAITING, next_try_at__lte=at).order_by("next_try_at", "pk")

    def silent_since(self, at: dt.datetime) -> Self:
        """Select messages that a worker took before ``at`` and never spoke of again."""
        return self.filter(state=ReminderState.SENDING, next_try_at__lt=at)

    def troubled(self) -> Self:
        return self.filter(state__in=(ReminderState.FAILED, ReminderState.LOST))


class Reminder(models.Model):
    """One message: class names, months and days, never a pupil."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("school"))
    way = models.CharField(_("way"), max_length=10, choices=ReminderWay.choices)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("recipient"),
    )
    day = models.DateField(_("day"))
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=ReminderState.choices, default=ReminderState.WAITING)
    trouble = models.CharField(_("trouble"), max_length=12, choices=ReminderTrouble.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("message sent")
        verbose_name_plural = _("messages sent")
        ordering = ["-pk"]
        constraints = [
            choices_constraint("way", ReminderWay, "reminder_way_known"),
            choices_constraint("state", ReminderState, "reminder_state_known"),
            models.CheckConstraint(
                condition=Q(trouble="") | Q(trouble__in=ReminderTrouble.values),
                name="reminder_trouble_known",
                violation_error_message=_("This is not one of the possible values. Choose one of the list."),
            ),
            models.CheckConstraint(
                condition=Q(way=ReminderWay.ROBOT, to__isnull=True) | Q(way=ReminderWay.MAIL, to__isnull=False),
                name="reminder_mail_has_somebody",
                violation_error_message=_("A message goes to the group, or by e-mail to somebody."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.way}"


class RemindedClass(models.Model):
    """That a class was named on a day: once, whichever way the message went."""

    reminder = models.ForeignKey(
        Reminder, on_delete=models.CASCADE, related_name="classes", verbose_name=_("message sent")
    )
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="+", verbose_name=_("class"))
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("reminded class")
        verbose_name_plural = _("reminded classes")
        constraints = [
            models.UniqueConstraint(
                fields=["school_class", "day"],
                name="reminded_once_a_day",
                violation_error_message=_("This class has been reminded on this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.school_class}"
