"""What an event leaves unsaid: codes of the program where people read words."""

import re
from collections.abc import Sequence

from django.utils import translation

from awards.audit.page import audit_lines
from starrating.operations.models import AuditEvent
from students.models import School

CODE = re.compile(r"(?:^|[\s：、；:;,])([a-z]+(?:[_.-][a-z]+)*)(?=$|[\s：、；:;,])|\d{4}-\d{2}-\d{2}(?!-?\d)")
# What people call by a code, and what a school writes itself.
NAMES_AND_CODES = {"账号", "账号名", "账号数", "代码", "读作"}


def codes_in(events: Sequence[AuditEvent]) -> set[str]:
    """Give the codes and ISO dates that the audit would show of the events, in Chinese, where no word is Latin."""
    found = set()
    with translation.override("zh-hans"):
        for event in events:
            school = School.objects.filter(pk=event.school_id or 0).first()
            for line in audit_lines([event], school) if school is not None else ():
                for value in line.values:
                    texts = (value.name, "" if value.name in NAMES_AND_CODES else f"{value.before} {value.after}")
                    found |= {f"{event.action}: {value.name}={text}" for text in texts if CODE.search(text)}
    return found
