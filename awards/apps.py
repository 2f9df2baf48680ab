from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "awards"
    label = "awards"
    verbose_name = _("Star rating")
    default_auto_field = "django.db.models.BigAutoField"
