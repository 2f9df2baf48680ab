from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.reminders import outbox


class Command(BaseCommand):
    help = "Write today's reminders of schools that want them, and send what is due. Safe to repeat."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        outbox.forget_due(at=at)
        written = outbox.collect_due(at=at)
        sent = outbox.send_due(at=at)
        self.stdout.write(_("Reminders written: %(written)d, sent: %(sent)d.") % {"written": written, "sent": sent})
