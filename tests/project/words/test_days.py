"""Months and days in words: 11月 and 12月2日, with the year outside the school year under way, in either language.

That no sentence has a label, an ISO date or a mark of its own is read from templates and source, as far as a program
can tell: what is filled into a text, not what is handed on through functions.
"""

import ast
import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone, translation

from awards.models import Round
from starrating import days, joiners
from tests.project.source import ROOT, functions, modules

UTC = dt.UTC
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LANGUAGES = ("zh-hans", "en")


@pytest.fixture(autouse=True)
def in_december() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 12, 5, 4, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        (dt.date(2026, 12, 2), "12月2日", "2 December"),
        (dt.date(2026, 8, 1), "8月1日", "1 August"),
        (dt.date(2027, 7, 31), "7月31日", "31 July"),
        (dt.date(2026, 7, 31), "2026年7月31日", "31 July 2026"),
        (dt.date(2027, 8, 1), "2027年8月1日", "1 August 2027"),
        (dt.date(2025, 12, 2), "2025年12月2日", "2 December 2025"),
        # A moment is of the day that the school has: seven in the evening in Greenwich is past midnight in Shanghai.
        (dt.datetime(2026, 12, 1, 15, 59, tzinfo=UTC), "12月1日", "1 December"),
        (dt.datetime(2026, 12, 1, 16, 0, tzinfo=UTC), "12月2日", "2 December"),
        (dt.datetime(2026, 7, 31, 16, 0, tzinfo=UTC), "8月1日", "1 August"),
    ],
)
def test_days_have_their_year_outside_the_school_year(day: dt.date, chinese: str, english: str) -> None:
    assert [in_language(one, "{{ day|in_words }}", day=day) for one in LANGUAGES] == [chinese, english]


@pytest.mark.parametrize(
    ("now", "chinese"),
    [
        (dt.datetime(2026, 7, 31, 15, 59, tzinfo=UTC), "6月1日"),
        (dt.datetime(2026, 7, 31, 16, 0, tzinfo=UTC), "2026年6月1日"),
        (dt.datetime(2025, 7, 31, 16, 0, tzinfo=UTC), "6月1日"),
        (dt.datetime(2025, 7, 31, 15, 59, tzinfo=UTC), "2026年6月1日"),
    ],
)
def test_the_school_year_turns_at_midnight_in_shanghai(now: dt.datetime, chinese: str) -> None:
    with time_machine.travel(now, tick=False):
        assert in_language("zh-hans", "{{ day|in_words }}", day=dt.date(2026, 6, 1)) == chinese


def test_summer_time_elsewhere_moves_no_day() -> None:
    """China has had none since 1991, and in that year it had: a birth there and then is told as it was."""
    with timezone.override("Europe/London"):
        assert in_language("zh-hans", "{{ day|in_words }}", day=dt.date(2027, 3, 28)) == "3月28日"
    summer = dt.datetime(1991, 7, 1, 15, 30, tzinfo=UTC)
    assert in_language("zh-hans", "{{ at|in_full }}", at=summer) == "1991年7月2日"


def test_papers_and_moments() -> None:
    day, at = dt.date(2026, 12, 2), dt.datetime(2026, 12, 2, 13, 3, tzinfo=UTC)
    assert [in_language(one, "{{ day|in_full }}", day=day) for one in LANGUAGES] == ["2026年12月2日", "2 December 2026"]
    said = [in_language(one, "{{ at|moment_in_words }}", at=at) for one in LANGUAGES]
    assert said == ["12月2日 21:03", "2 December, 21:03"]
    for name in ("in_words", "in_full", "moment_in_words"):
        assert in_language("en", f"{{{{ none|{name} }}}}", none=None) == ""


@pytest.mark.parametrize(
    ("label", "chinese", "english"),
    [
        ("2026-11", ("11月", "2026年11月", "11月"), ("November", "November 2026", "November")),
        ("2027-01", ("1月", "2027年1月", "1月"), ("January", "January 2027", "January")),
        ("2025-11", ("2025年11月", "2025年11月", "11月"), ("November 2025", "November 2025", "November")),
        # Months that were joined, and what is no month, are called what the school calls them.
        ("1-2月", ("1-2月",) * 3, ("1-2月",) * 3),
        ("2026-13", ("2026-13",) * 3, ("2026-13",) * 3),
    ],
)
def test_rounds(label: str, chinese: tuple[str, ...], english: tuple[str, ...]) -> None:
    round_ = Round(label=label, starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 12, 31))
    for language, names in zip(LANGUAGES, (chinese, english), strict=True):
        with translation.override(language):
            assert (round_.name, round_.full_name, round_.month_name) == names


def test_english_has_one_style() -> None:
    day = dt.datetime(2026, 12, 2, 13, 3, tzinfo=UTC)
    names = ("DATE_FORMAT", "SHORT_DATE_FORMAT", "MONTH_DAY_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")
    said = {in_language("en", f'{{{{ day|date:"{name}" }}}}', day=day) for name in names}
    assert said == {"2 December 2026", "2 December", "2 December 2026, 21:03"}


def test_texts_beside_each_other() -> None:
    template = "{{ a|explained_by:b }} {{ a|beside:b }} {{ names|in_a_row }}"
    texts = {"a": "期末", "b": "<第一名>", "names": ["林晓雯", "王䶮"]}
    said = [in_language(one, template, **texts) for one in LANGUAGES]
    assert said[0] == "期末：&lt;第一名&gt; 期末，&lt;第一名&gt; 林晓雯、王䶮"
    assert said[1] == "期末: &lt;第一名&gt; 期末, &lt;第一名&gt; 林晓雯 and 王䶮"
    assert (joiners.explained_by("期末", ""), joiners.beside("", "期末"), joiners.beside("", "")) == (
        "期末",
        "期末",
        "",
    )


def in_language(language: str, template: str, **values: object) -> str:
    with translation.override(language):
        return Template(template).render(Context(values))


# What is read from templates. A format of one's own stands in tables, in boxes and in attributes for machines only.
FORMAT = re.compile(r"""\|date(?::["'](?P<format>[^"']*)["'])?(?=[\s|}])""")
MACHINE = re.compile(r"""(?:value|datetime|min|max)=["']\{\{[^}]*$""")
ELEMENT = re.compile(r"<(td|th|dd|dt|p|li|summary|h[1-6]|main|label|option|span|div|a|strong|s|time)\b")
INLINE = ("span", "a", "strong", "s")
LABEL = re.compile(r"\{\{ *[\w.]*round\.label|\w+=[\w.]*(?:round|late_for)\.label")


def formats(text: str) -> Iterator[str]:
    """Give the dates that a template writes by a format of its own outside of tables and machines' attributes."""
    for found in FORMAT.finditer(text):
        before = text[: found.start()]
        if before.rfind("{%") > before.rfind("%}"):
            yield found[0]
        elif not MACHINE.search(before):
            around = [name for name in ELEMENT.findall(before) if name not in INLINE]
            if around and around[-1] not in ("td", "th"):
                yield found[0]


def labels(text: str) -> Iterator[str]:
    for found in LABEL.finditer(text):
        before = [name for name in ELEMENT.findall(text[: found.start()]) if name not in INLINE]
        if not (found[0].startswith("{{") and before and before[-1] in ("td", "th")):
            yield found[0]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('<td>{{ row.on|date:"Y-m-d" }}</td>', 0),
        ('<td><span class="a">{{ row.on|date:"m-d" }}</span></td>', 0),
        ("<dd><input value=\"{{ today|date:'Y-m-d' }}\"></dd>", 0),
        ("<p><time datetime=\"{{ on|date:'Y-m-d' }}\">{{ on|in_words }}</time></p>", 0),
        ('<dd>{{ row.on|date:"Y-m-d" }}</dd>', 1),
        ("<p>{{ row.on|date }}</p>", 1),
        ('<td>{% blocktranslate with day=row.on|date:"Y-m-d" %}on {{ day }}{% endblocktranslate %}</td>', 1),
    ],
)
def test_formats_in_sentences_are_found(text: str, wrong: int) -> None:
    assert len(list(formats(text))) == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('<th scope="row">{{ row.round.label }}</th>', 0),
        ("<h1>{{ round.label }}</h1>", 1),
        ("<td>{% blocktranslate with round=row.round.label %}Of {{ round }}{% endblocktranslate %}</td>", 1),
    ],
)
def test_labels_in_sentences_are_found(text: str, wrong: int) -> None:
    assert len(list(labels(text))) == wrong


def test_templates_say_days_and_months_in_words() -> None:
    wrong = [
        (str(path.relative_to(ROOT)), one)
        for path in TEMPLATES
        for text in [path.read_text(encoding="utf-8")]
        for one in (*formats(text), *labels(text))
    ]
    assert wrong == []


# A mark before a value outside of a text that is translated, and a mark of Chinese anywhere there.
PIECED = re.compile(r"(?:[%}]\}|>)\s*[:,;]\s+\{\{|[：，、；]")
TRANSLATED = re.compile(r"\{% blocktranslate\b.*?\{% endblocktranslate %\}", re.DOTALL)


def pieced(text: str) -> list[str]:
    return PIECED.findall(TRANSLATED.sub("", text))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{{ a|explained_by:b }} {{ c }}", 0),
        ("{% blocktranslate %}{{ a }}: {{ b }}{% endblocktranslate %}", 0),
        ("{{ a }}: {{ b }}", 1),
        ("{{ a }}, {{ b }}", 1),
        ("{{ a }}：{{ b }}", 1),
        ("{{ a }}{% if not forloop.last %}、{% endif %}", 1),
        ('<input name="tie:{{ item }}:{{ line }}">', 0),
        ("{{ a }}{% if b %}: {{ b }}{% endif %}", 1),
        ('{% translate "Rename" %}<span class="visually-hidden">: {{ name }}</span>', 1),
    ],
)
def test_texts_pieced_together_are_found(text: str, wrong: int) -> None:
    assert len(pieced(text)) == wrong


def test_no_template_pieces_texts_together() -> None:
    wrong = [(str(path.relative_to(ROOT)), pieced(path.read_text(encoding="utf-8"))) for path in TEMPLATES]
    assert [one for one in wrong if one[1]] == []


# What is read from the source. Commands answer in the words that they are called with: `--round 2026-11`.
RAW = re.compile(r"\.isoformat\(\)$|\bround_?\.label$|^(own|other|old|moved|following)\.label$")


def raw_in_sentences(tree: ast.AST) -> Iterator[str]:
    """Give each ISO date or label that a function puts into a text with `%`, in place or by a name of its own."""
    dicts: dict[str, ast.Dict] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            dicts |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            words = dicts.get(node.right.id) if isinstance(node.right, ast.Name) else node.right
            if isinstance(words, ast.Dict):
                yield from (text for value in words.values if RAW.search(text := ast.unparse(value)))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("say", "sentence", "finding"):
            yield from (text for one in node.keywords if RAW.search(text := ast.unparse(one.value)))


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ('_("On %(day)s.") % {"day": short_day(day)}', 0),
        ('audit.record("x", new={"day": day.isoformat(), "round": round_.label})', 0),
        ('_("On %(day)s.") % {"day": day.isoformat()}', 1),
        ('words = {"round": sheet.round.label}\ntitle = _("Of %(round)s") % words', 1),
        ('findings.say(ERROR, place, "", _TEXT, round=round_.label)', 1),
    ],
)
def test_raw_values_in_sentences_are_found(code: str, wrong: int) -> None:
    assert len(list(raw_in_sentences(ast.parse(code)))) == wrong


def test_sentences_of_the_source_say_days_and_months_in_words() -> None:
    wrong = [
        (str(source.path), function.name, one)
        for source in modules()
        if "management" not in source.path.parts
        for function in functions(source)
        for one in raw_in_sentences(function)
    ]
    assert wrong == []


def test_no_date_is_formatted_elsewhere() -> None:
    """Columns of lists and the end of a period, which leaves its year out, have formats of their own."""
    allowed = {"starrating/days.py", "starrating/spreadsheets/columns.py", "reports/phrases.py"}
    found = {
        str(source.path)
        for source in modules()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "date_format"
    }
    assert found == allowed
    assert days.year_of(dt.date(2026, 8, 1)) == 2026
