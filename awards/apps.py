from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from awards.schemes.presets import preset_check


class AwardsConfig(AppConfig):
    name = "awards"
    label = "awards"
    verbose_name = _("Star rating")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(preset_check)
