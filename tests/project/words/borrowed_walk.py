"""A walk through the administration's pages, as somebody who looks after a school sees them in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from students.models import CalendarDay, School, Subject, User
from tests.factories import make_final
from tests.project.test_admin import address, make_superuser

Texts = set[tuple[str | None, str]]


@contextmanager
def texts_asked_for(monkeypatch: pytest.MonkeyPatch) -> Iterator[Texts]:
    """Give the texts (context, English) that are looked up in the catalogues meanwhile."""
    asked: Texts = set()

    def gettext(message: str) -> str:
        asked.add((None, str(message)))
        return trans_real.gettext(message)

    def pgettext(context: str, message: str) -> str:
        asked.add((context, str(message)))
        return trans_real.pgettext(context, message)

    def ngettext(singular: str, plural: str, number: int) -> str:
        asked.add((None, str(singular)))
        return trans_real.ngettext(singular, plural, number)

    def npgettext(context: str, singular: str, plural: str, number: int) -> str:
        asked.add((context, str(singular)))
        return trans_real.npgettext(context, singular, plural, number)

    with monkeypatch.context() as patch:
        for function in (gettext, pgettext, ngettext, npgettext):
            patch.setattr(translation._trans, function.__name__, function)  # type: ignore[attr-defined]
        yield asked


class Administrator:
    """Somebody of a school who looks at its tables in Chinese."""

    def __init__(self) -> None:
        self.school: School = make_final().school_class.school
        self.user: User = make_superuser(self.school)
        self.client = Client(headers={"accept-language": "zh-hans"})
        self.client.force_login(self.user)

    def get(self, where: str, **data: str) -> str:
        return self.client.get(where, data, follow=True).content.decode()

    def post(self, where: str, **data: object) -> str:
        return self.client.post(where, data, follow=True).content.decode()


def administration_pages(person: Administrator) -> Iterator[str]:
    """Give every page of the administration with its errors and its answers, one after the other."""
    yield person.get(reverse("admin:index"))
    for label in sorted({model._meta.app_label for model in admin.site._registry}):
        yield person.get(reverse("admin:app_list", args=[label]))
    yield from subject_pages(person)
    yield from day_pages(person)
    yield from import_pages(person)
    for model in admin.site._registry:
        yield person.get(address(model, "changelist"))
        yield person.get(address(model, "changelist"), q="x", o="1.-2")
        yield person.get(address(model, "export"))
        yield person.get(address(model, "change", "999999"))
        row = model._default_manager.first()
        if row is not None:
            yield person.get(address(model, "change", row.pk))
            yield person.get(address(model, "history", row.pk))
    yield person.get(reverse("admin:index"))


def subject_pages(person: Administrator) -> Iterator[str]:
    add, school = address(Subject, "add"), person.school.pk
    yield person.get(add)
    yield person.post(add)
    yield person.post(add, school="999999", name="语" * 200, order="1.5")
    yield person.post(add, school=school, name="语\x00文", order="-1")
    yield person.post(add, school=school, name="国文", order="999999")
    yield person.post(add, school=school, name="国文", order="31")
    yield person.post(add, school=school, name="国文", order="31")
    yield person.post(add, school=school, name="书法", order="32", _addanother="1")
    yield person.post(add, school=school, name="棋艺", order="33", _continue="1")
    change = address(Subject, "change", Subject.objects.get(name="书法").pk)
    yield person.post(change, name="书画", order="32")
    yield person.post(change, name="书画", order="34", _continue="1")
    yield person.post(change, name="书画", order="34")
    yield person.post(change, name="书画", order="35", _addanother="1")
    user = address(User, "change", person.user.pk)
    yield person.post(user, name="", phone="1" * 200)
    yield person.post(user, name="郑立新", phone="")
    settings = address(School, "change", school)
    yield person.post(settings, name="", stage="x", grade_style="x", keep_contacts_months="-1")


def day_pages(person: Administrator) -> Iterator[str]:
    add, rows, school = address(CalendarDay, "add"), address(CalendarDay, "changelist"), person.school.pk
    yield person.post(add, school=school, day="13月")
    for day in ("2025-10-01", "2025-10-01", "2025-10-02", "2025-10-03"):
        yield person.post(add, school=school, day=day)
    yield person.get(rows)
    yield person.get(rows, is_working__exact="0")
    yield person.get(rows, day__year="2025", day__month="10")
    yield person.post(rows, action="delete_selected")
    yield person.post(rows, action="", _selected_action="1")
    first, *others = CalendarDay.objects.filter(school=person.school)
    yield person.get(address(CalendarDay, "delete", first.pk))
    yield person.post(address(CalendarDay, "delete", first.pk), post="yes")
    chosen = [day.pk for day in others]
    yield person.post(rows, action="delete_selected", _selected_action=chosen)
    yield person.post(rows, action="delete_selected", _selected_action=chosen[:1], post="yes")


def import_pages(person: Administrator) -> Iterator[str]:
    where = address(Subject, "import")
    yield person.get(where)
    yield person.post(where, format="0")
    yield person.post(where, format="0", import_file=SimpleUploadedFile("x.csv", b""))
    yield rows_sent(person, "名称,顺序\n国文,31\n音乐,x\n").content.decode()
    preview = rows_sent(person, "名称,顺序\n国文,40\n音乐,41\n棋艺,33\n")
    yield preview.content.decode()
    yield person.post(address(Subject, "process_import"), **preview.context["confirm_form"].initial)


def rows_sent(person: Administrator, text: str) -> Any:
    """Send rows as a file; gives the answer with its preview."""
    file = SimpleUploadedFile("x.csv", text.encode())
    return person.client.post(address(Subject, "import"), {"format": "0", "import_file": file})
