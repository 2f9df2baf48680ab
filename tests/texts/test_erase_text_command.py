"""One sentence goes by a command: found by its words, erased by its digest, on a ground, once."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from starrating.texts.models import ErasureGround, KeptText, TextErasure
from tests.factories import make_administrator
from tests.texts.test_erasing import SECRET, history, said_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def digest() -> str:
    pupil = said_of()
    make_administrator(pupil.school)
    return str(KeptText.objects.filter(student_key=pupil.pk, text=SECRET).order_by("pk")[0].pk)


def said(*arguments: str) -> str:
    out = io.StringIO()
    with translation.override("en"):
        try:
            call_command("erase_text", *arguments, stdout=out)
        except CommandError as error:
            out.write(f"FAILED {error}")
    return out.getvalue()


def test_it_is_found_by_its_words_and_erased_by_its_digest(digest: str) -> None:
    found = said("--find", "推倒了")
    assert digest in found
    assert SECRET not in found
    assert "The text was erased (should not have been written)." in said(digest.upper(), "--ground", "mistake")
    assert KeptText.objects.get(pk=digest).text == ""
    assert TextErasure.objects.get(kept=digest).ground == ErasureGround.MISTAKE
    assert digest not in said("--find", "推倒了")


def test_a_second_time_an_unknown_one_and_one_without_a_ground_are_refused(digest: str) -> None:
    assert "FAILED Say on what ground: --ground request:" in said(digest)
    said(digest, "--ground", "request")
    assert "FAILED This text has been erased already." in said(digest, "--ground", "request")
    assert "FAILED There is no such text. Check its digest." in said("0" * 64, "--ground", "request")


def test_a_dry_run_erases_nothing(digest: str) -> None:
    assert "would be erased" in said(digest, "--ground", "left", "--dry-run")
    assert SECRET in history()


def test_of_nothing_it_finds_nothing(digest: str) -> None:
    assert said("--find", "没有人写过的话") == "Texts with these words: 0.\n"
