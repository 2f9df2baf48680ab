from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextsConfig(AppConfig):
    """An app of its own, below all others: the tables of pupils and stars point at its rows."""

    name = "starrating.texts"
    label = "texts"
    verbose_name = _("Erasable texts")
    default_auto_field = "django.db.models.BigAutoField"
