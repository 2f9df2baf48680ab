"""What was said of a pupil, erased by two at once: once, and the second is told so."""

from __future__ import annotations

from functools import partial

import pytest

from starrating.texts.keeping import keep
from starrating.texts.models import ErasureGround, KeptText, TextErasure
from students.pupils.erasing import erase_texts
from tests.factories import FILING_DAY, make_administrator, make_class, make_school, make_student, moment
from tests.guarantees.locks.interleaving import code, interleaved

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_erase_the_same_once() -> None:
    pupil = make_student(make_class(make_school()), "王䶮")
    for text in ("作文获奖", "拾金不昧"):
        keep(text, about=pupil.pk)
    by = make_administrator(pupil.school)
    act = partial(erase_texts, pupil, ground=ErasureGround.REQUEST, by=by, at=moment(FILING_DAY))
    answers = interleaved(act, act, before="texts_texterasure")
    assert (code(answers[0]), answers[1]) == ("erased", 2)
    assert TextErasure.objects.count() == KeptText.objects.exclude(erased_at=None).count() == 2
