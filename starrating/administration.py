"""The place of Django's admin in the program: for superusers of the installation, under our own sign-in."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Each address carries the mark that the page rules ask of it; what is checked is `has_permission`.


def declared(patterns: list[Any]) -> list[Any]:
    """Give the addresses that have a name, each marked as guarded; Django's own redirects from old addresses go."""
    kept: list[URLPattern | URLResolver] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            kept.append(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name:
            # A bound method takes no mark; its function does.
            view: Any = pattern.callback
            getattr(view, "__func__", view).permitted = True
            kept.append(pattern)
    return kept


class AdministrationSite(admin.AdminSite):
    """Looks up and puts right single rows; the daily work is done on the program's own pages."""

    site_title = _("Administration")
    site_header = _("Administration")
    index_title = _("Tables")
    # An address that is not there is a plain 404, signed in or not.
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_active and user.is_staff and getattr(user, "is_superuser", False))

    def get_urls(self) -> list[Any]:
        return declared(super().get_urls())

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show above the tables what is well with the installation and what is not."""
        # This module is read before there are models.
        looked_at = import_string("starrating.doctor.looking.looked_at")
        return super().index(request, {**(extra_context or {}), "looked_at": looked_at(timezone.now())})

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the one sign-in, with its lock; whoever is signed in and may not be here is told so."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("home")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("change_password")


class AdministrationConfig(AdminConfig):
    default_site = "starrating.administration.AdministrationSite"
