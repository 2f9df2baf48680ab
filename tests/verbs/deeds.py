"""Facts noted between months."""

from __future__ import annotations

from functools import partial

from awards.deeds import leaving, verbs as deeds
from students.models import Consent
from tests.awards.deed_factories import make_deed, make_noting, said
from tests.awards.pupil_factories import WHEN
from tests.verbs.calling import Act, calls


@calls(deeds.note, "deed.noted")
def a_fact_noted() -> Act:
    noting = make_noting()
    return partial(deeds.note, noting.sheet.school_class, noting.pupils[:2], said(noting), by=noting.teacher, at=WHEN)


@calls(deeds.note_own, "deed.noted")
def a_fact_noted_about_oneself() -> Act:
    noting = make_noting()
    return partial(deeds.note_own, said(noting), by=noting.accounts[0], at=WHEN)


@calls(deeds.correct, "deed.corrected")
def a_fact_corrected() -> Act:
    noting = make_noting()
    return partial(deeds.correct, make_deed(noting), said(noting, "改好的"), by=noting.teacher, at=WHEN)


@calls(deeds.remove, "deed.removed")
def a_fact_removed() -> Act:
    noting = make_noting()
    return partial(deeds.remove, make_deed(noting), by=noting.homeroom, at=WHEN)


@calls(leaving.forget, "deed.left")
def facts_leave() -> Act:
    noting = make_noting()
    make_deed(noting)
    Consent.objects.all().delete()
    return partial(leaving.forget, noting.sheet.school_class.school, at=WHEN)
