"""What the record of readings is asked: about whom, and since when."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from starrating.forms.base import Form
from starrating.forms.fields import day_field
from students.models import School, User
from students.pupils.forms import PupilNumberForm

# As far back as a question goes that says nothing else.
USUAL_DAYS = 30


def _usual_day() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=USUAL_DAYS)


class PupilReadingsForm(PupilNumberForm):
    since = day_field(_("Since day"), initial=_usual_day)


class AccountReadingsForm(Form):
    """``username`` becomes an account of the school: a colleague's, or a pupil's by name of the account or number."""

    username = forms.CharField(label=_("Account"), max_length=150)
    since = day_field(_("Since day"), initial=_usual_day)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school = school

    def clean_username(self) -> User:
        typed = self.cleaned_data["username"].strip()
        accounts = User.objects.filter(school=self.school)
        found = accounts.filter(Q(username__iexact=typed) | Q(student__number=typed)).order_by("pk").first()
        if found is None:
            raise forms.ValidationError(_("This school has no such account. Check the name of the account."))
        return found
