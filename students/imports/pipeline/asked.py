"""For whom files are looked at, and what was answered about them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from students.models import School, User


@dataclass(frozen=True)
class Asked:
    """For whom an import is looked at: school, who and when (aware).

    ``answers`` are what this person chose beside the file or said to the questions of its preview, as JSON has them.
    ``upload`` is the key of the file that was kept, where it came by a page.
    """

    school: School
    by: User
    at: dt.datetime
    answers: Mapping[str, Any] = field(default_factory=dict)
    upload: int | None = None

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.at)

    def text(self, key: str) -> str:
        """Give one answer as text; empty where there is none."""
        return str(self.answers.get(key) or "")

    def many(self, key: str) -> tuple[str, ...]:
        """Give an answer of several texts; one alone is one of them."""
        given = self.answers.get(key) or ()
        return (given,) if isinstance(given, str) else tuple(map(str, given))

    @property
    def cells(self) -> Mapping[str, str]:
        """Give what was said of single places of the files: a sheet is of 七年级(1)班, a name is 20260101."""
        pairs = (one.rpartition("=") for one in self.many("cell"))
        return {place.strip(): said.strip() for place, equals, said in pairs if equals and said.strip()}

    def day(self, key: str) -> dt.date | None:
        """Give one answer as a day, whether a page or a command has given it."""
        return dt.date.fromisoformat(self.text(key)) if self.text(key) else None
