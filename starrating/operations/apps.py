from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from starrating.web.keys import KeyConverter


class OperationsConfig(AppConfig):
    name = "starrating.operations"
    label = "operations"
    verbose_name = _("Operations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let addresses say ``<key:pk>``; no address is read before."""
        register_converter(KeyConverter, "key")
