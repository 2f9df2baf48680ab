"""Who is signed in where, which devices an account is known on, and tries that failed."""

import datetime as dt
from typing import Self

from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from students.models.accounts import User


class SignInQuerySet(models.QuerySet["SignIn"]):
    def alive(self, at: dt.datetime, idle: dt.timedelta) -> Self:
        """Select those that still open a page at ``at``: neither over nor left alone for longer than ``idle``."""
        return self.filter(session__expire_date__gt=at, last_seen_at__gte=at - idle)

    def end(self) -> int:
        """End the sessions themselves, for verbs that audit what they do; gives how many."""
        ended = list(self.values_list("session_id", flat=True))
        Session.objects.filter(pk__in=ended).delete()
        return len(ended)


class SignIn(models.Model):
    """One open session as its owner may know it again. It ends with the session: the row goes by the foreign key."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="+", verbose_name=_("session"))
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins", verbose_name=_("account"))
    since = models.DateTimeField(_("signed in at"))
    last_seen_at = models.DateTimeField(_("last seen at"))
    address = models.GenericIPAddressField(_("address"), null=True)
    agent = models.CharField(_("browser"), max_length=255, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-last_seen_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.since:%Y-%m-%d %H:%M}"


class KnownDevice(models.Model):
    """A browser on which an account has signed in with its own password. Of the browser only a checksum is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_devices", verbose_name=_("account"))
    device = models.CharField(_("device"), max_length=64)
    # Checksum of where it was used last.
    address = models.CharField(_("address"), max_length=64, blank=True)
    last_used_at = models.DateTimeField(_("last used at"))
    no_code_until = models.DateTimeField(_("asks for no code until"), null=True, blank=True)

    class Meta:
        verbose_name = _("known device")
        verbose_name_plural = _("known devices")
        indexes = [models.Index(fields=["device"], name="known_device_browser")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "device"],
                name="known_device_once_a_user",
                violation_error_message=_("This device is known already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.device[:8]}"


class SignInTries(models.Model):
    """Tries of one account name from one place since the last success, or those of all new accounts (no name) there.

    The name is kept as a checksum only: what is typed into its box may be somebody's password.
    """

    account = models.CharField(_("account"), max_length=64)
    place = models.CharField(_("place"), max_length=80, blank=True)
    last_at = models.DateTimeField(_("last try at"))
    # Each failure moves it on: how far it is ahead says how many count.
    forgotten_at = models.DateTimeField(_("forgotten at"))

    class Meta:
        verbose_name = _("tries to sign in")
        verbose_name_plural = _("tries to sign in")
        indexes = [models.Index(fields=["forgotten_at"], name="sign_in_tries_forgotten")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "place"],
                name="sign_in_tries_once_a_place",
                violation_error_message=_("These tries are counted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.account[:8]} {self.place}"


class SetupWord(models.Model):
    """The word that opens the set-up of an installation without a school; of it only a checksum is kept."""

    encoded = models.CharField(_("checksum"), max_length=128)
    wrong = models.PositiveSmallIntegerField(_("wrong tries"), default=0)
    drawn_at = models.DateTimeField(_("drawn at"))

    class Meta:
        verbose_name = _("word for setting up")
        verbose_name_plural = _("words for setting up")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="setup_word_is_one",
                violation_error_message=_("There is one word for setting up."),
            ),
            models.CheckConstraint(
                condition=models.Q(wrong__lte=10),
                name="setup_word_tried_ten_times",
                violation_error_message=_("The word for setting up can be tried ten times."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drawn_at:%Y-%m-%d %H:%M}"
