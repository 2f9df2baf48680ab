"""Accounts and school-wide roles."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from starrating.db.constraints import choices_constraint
from starrating.own_words import OFFICE
from students.models.dated import DatedQuerySet, ends_after_start
from students.models.school import School


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet[User]:
        """Select accounts with the school: every page of a signed-in person names it."""
        return super().get_queryset().select_related("school")

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        """Make a new account; without a password it cannot sign in until one is issued."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> User:
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account. ``school`` is empty only for an account of the installation itself."""

    username = models.CharField(
        _("account name"),
        # A pupil's holds the school's code and the school number: 40 and 30 characters at most.
        max_length=80,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("Another account has this name. Choose another name.")},
    )
    name = models.CharField(_("name"), max_length=60)
    initials = models.CharField(_("initials"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("school")
    )
    student = models.OneToOneField(
        "students.Student",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="user",
        verbose_name=_("pupil"),
    )
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_issued_at = models.DateTimeField(_("one-time password issued at"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the administration pages"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name


class SchoolRoleKind(models.TextChoices):
    OFFICE = "office", OFFICE
    ADMINISTRATOR = "administrator", _("administrator")
    HEADMASTER = "headmaster", _("headmaster")


class SchoolRoleQuerySet(DatedQuerySet["SchoolRole"]):
    pass


class SchoolRole(models.Model):
    """Office, administrator or headmaster of the user's own school, between two dates."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="school_roles", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=20, choices=SchoolRoleKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = SchoolRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("school role")
        verbose_name_plural = _("school roles")
        constraints = [
            choices_constraint("role", SchoolRoleKind, "school_role_known"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(ends_on__isnull=True),
                name="school_role_once_a_user",
                violation_error_message=_(
                    "This account has this role in that time already. Nothing needs to be added."
                ),
            ),
            ends_after_start("school_role_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
