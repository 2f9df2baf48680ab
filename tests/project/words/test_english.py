"""The English of the texts is plain school English: words to avoid, and numbers that read right for one as well.

The rules are those of docs/style.md; what the catalogue holds is what people read, so its English is read here.
"""

import re
from collections.abc import Iterator

import polib
import pytest

from tests.project.source import ROOT

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"

# A pattern, what is said in its place, and a text that it must find.
AVOIDED = (
    (r"^Keep (?!this to)|^Keep$|\bpassword is kept\b|^Kept\b", "save", "Keep the new password"),
    (r"\b[Tt]ak(e|es|en)\b.* away\b", "export, remove, turn off", "Take this list away"),
    (r"\b[Cc]all(s|ed)?\b.* off\b", "cancel", "Call the exam off"),
    (r"\b[Hh]and(s|ed)? ((this|the|a|it) )?(sheets? )?in\b(?! person)", "submit", "A sheet that was handed in"),
    (r"\b[Pp]ut(s|ting)? (this |it )?right\b", "correct", "Must be put right"),
    (
        r"\b[Ss]tands? (on|under|here|above|so|today|twice)\b|\bnotices? stands?\b",
        "is on, is up",
        "No notice stands today",
    ),
    (r"\b[Tt](ake|akes|aken)( \w+){0,3} back\b", "withdraw, revoke, undo", "Take the sheet back"),
    (r"\b[Gg]iven? back\b", "restore", "Given back on Monday"),
    (r"\bscheme takes\b|\b[Ss]tars?( is| are)? taken\b", "deduct", "Stars taken"),
    (r"\b(besides$|under way)\b|\bso far$|^In the way\b", "say what it is", "What holds besides"),
    (r"\b(so often a|[Ff]rom so many)\b", "minimum, at most", "From so many stars"),
    (r"\bgrown old\b|\bto be seen\b|\bfirst page\b", "expired, not found, home page", "This form has grown old"),
    (r"\b[Ss]econd step\b", "two-step sign-in", "Turn on the second step"),
    (r"\b([Ss]trikes?|struck)\b", "take off", "Strike a name with a reason"),
    (
        r"\b(row|column|sentence|paragraph|line|[Oo]ne|items?|times|winners|deductions|classes)"
        r" an? (class|term|round|row|line|subject|item|month|incident|pupil)\b(?! may)",
        "per",
        "at most 4 items a round",
    ),
    (r"\b\w+['’](t|ll|re|ve|d|m)\b", "no contractions", "You can't do this"),
    (r"(?i)\b(color|center|canceled|enrollment|gray|programed)\b", "British spelling", "Enrollment"),
    (r"^(Enter|Announce|Put in|Hold|Drop|Take it)$", "a verb and what it does it to", "Announce"),
)

# Things that are counted: behind a number they are right for one only in a message with a plural form.
COUNTED = (
    "classes|days|deductions|entries|files|groups|items|lines|levels|members|minutes|names|objections|people|places|pupils|"
    "records|rounds|rows|seconds|sheets|stars|tasks|teachers|times|violations|votes|weeks"
)
MANY = re.compile(rf"%\((?!(?:term|class)\))\w+\)[ds] (?:\w+ )?({COUNTED})\b")
# Never said of one: the program's own limits, and what is said only where there are several.
SEVERAL = {
    "A demonstration needs at least %(classes)d classes per grade and %(pupils)d pupils.",
    "%(key)s %(value)s is used %(count)d times",
    # A list of votes, not a number.
    "homeroom teacher of %(class)s, whose %(committee)s votes on screen",
    "The workbook has more than %(limit)d sheets. Save the sheets that are needed in a new file.",
    "Choose at most %(most)d files at once.",
    "Together the files have more than %(rows)d rows or %(cells)d cells; this one was not read. Choose fewer at once.",
    "%(school)s, %(term)s: %(files)d files and the totals of %(count)d pupil agree.",
    "%(class)s has %(count)d pupils called %(name)s: give the school number.",
    "%(class)s has %(count)d pupils called %(name)s; they stay separate people.",
    # A month, not a number.
    "%(month)s class sheets",
}


def texts() -> Iterator[str]:
    """Yield every English text of the program once; of one with a plural form both. Borrowed ones are not ours."""
    for entry in polib.pofile(str(CATALOGUE)):
        if not entry.obsolete and not all("borrowed" in place for place, _line in entry.occurrences):
            yield entry.msgid
            if entry.msgid_plural:
                yield entry.msgid_plural


@pytest.mark.parametrize(("pattern", "better", "example"), AVOIDED, ids=[example for _, _, example in AVOIDED])
def test_words_to_avoid_are_not_used(pattern: str, better: str, example: str) -> None:
    avoided = re.compile(pattern)
    assert avoided.search(example), f"the rule does not find {example!r}"
    assert [text for text in texts() if avoided.search(text)] == [], f"say: {better}"


def test_a_number_reads_right_for_one() -> None:
    assert MANY.search("%(count)d pupils are missing")
    entries = [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]
    assert {entry.msgid for entry in entries if MANY.search(entry.msgid)} == SEVERAL


# Who drafts a scheme may join months; in every other sentence a month is a month.
ROUND = re.compile(r"(?<!%\()\b[Rr]ounds?\b(?! (?:up|down|half))")
DRAFTERS = re.compile(r"/schemes/|/models/|first_run/presets|borrowed")


@pytest.mark.parametrize(
    ("text", "wrong"), [("The round began.", True), ("Round down", False), ("%(round)s: %(rounds)d", False)]
)
def test_a_round_in_a_sentence_is_found(text: str, wrong: bool) -> None:
    assert bool(ROUND.search(text)) is wrong


def test_a_round_is_a_month_but_in_the_scheme() -> None:
    found = {
        entry.msgid: places
        for entry in polib.pofile(str(CATALOGUE))
        if not entry.obsolete and ROUND.search(f"{entry.msgid} {entry.msgid_plural}")
        if (places := [place for place, _line in entry.occurrences if not DRAFTERS.search(place)])
    }
    assert found == {}
