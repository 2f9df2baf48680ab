from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from students.sessions import setup_word


class Command(BaseCommand):
    help = "Print a new word for setting up the first school on screen; with a school or an account it does nothing."
    # As in `SchoolCommand`: the checks are those of an installation (`run`, `check`).
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        word = setup_word.draw(at=timezone.now())
        if word:
            sentence = _("There is no school yet. The page that sets it up asks for this word: %(word)s")
            self.stdout.write(sentence % {"word": word})
            self.stdout.flush()
