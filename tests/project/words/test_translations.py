"""Every text has its Chinese, and no Chinese is a guess.

The texts are read from the source here, without gettext's tools, so that the test runs wherever the program does.
"""

import ast
import re
from collections.abc import Iterator

import polib
import pytest
from django.utils.translation.template import templatize

from tests.project.source import ROOT, modules

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"

# Which argument is what, for each gettext function: (context, singular, plural).
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}

STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
TEMPLATE_CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(((?:{STRING}(?:,\s*)?)+)")
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w+)\}")

Message = tuple[str | None, str, str | None]


def from_calls(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in FUNCTIONS:
            yield message(name, [argument.value for argument in node.args if isinstance(argument, ast.Constant)])


def from_template(text: str) -> Iterator[Message]:
    for name, arguments in TEMPLATE_CALL.findall(templatize(text)):
        yield message(name, [ast.literal_eval(literal) for literal in re.findall(STRING, arguments)])


def message(name: str, texts: list[object]) -> Message:
    context, singular, plural = FUNCTIONS[name]
    assert len(texts) > max(context or 0, singular, plural or 0), f"{name}({texts}) has a text that is not a plain one"
    return (
        None if context is None else str(texts[context]),
        str(texts[singular]),
        None if plural is None else str(texts[plural]),
    )


def in_source() -> set[Message]:
    found = {entry for source in modules() for entry in from_calls(source.tree)}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found.update(from_template(path.read_text(encoding="utf-8")))
    return found


def placeholders(text: str) -> set[str]:
    return {first or second for first, second in PLACEHOLDER.findall(text)}


@pytest.fixture(scope="module")
def catalogue() -> dict[tuple[str | None, str], polib.POEntry]:
    entries = polib.pofile(str(CATALOGUE))
    return {(entry.msgctxt, entry.msgid): entry for entry in entries if not entry.obsolete}


def test_texts_are_found_in_every_form() -> None:
    code = 'gettext("a")\nx.pgettext("c", "b")\nngettext("d", "e", n)\n_("f" "g")'
    assert set(from_calls(ast.parse(code))) == {
        (None, "a", None), ("c", "b", None), (None, "d", "e"), (None, "fg", None)
    }  # fmt: skip
    template = (
        "{% translate 'It\\'s' %}{% translate \"b\" context 'c' %}{{ _('d')|upper }}{% include 'x' with y=_('e') %}"
        "{% blocktranslate trimmed count n=n %}\n one {{ n }}\n{% plural %}many{% endblocktranslate %}"
    )
    assert {(context, text) for context, text, _ in from_template(template)} >= {
        ("c", "b"), (None, "d"), (None, "e"), (None, "one %(n)s")
    }  # fmt: skip


def test_every_text_has_its_chinese(catalogue: dict[tuple[str | None, str], polib.POEntry]) -> None:
    texts = in_source()
    # Nearly all of the catalogue is found: the rest is put together by Django.
    assert len({(context, singular) for context, singular, _plural in texts} & set(catalogue)) > 0.95 * len(catalogue)
    missing = []
    for context, singular, plural in sorted(texts, key=str):
        entry = catalogue.get((context, singular))
        if entry is None or not (all(entry.msgstr_plural.values()) and entry.msgstr_plural if plural else entry.msgstr):
            missing.append(singular)
    assert missing == []


def test_no_chinese_is_a_guess(catalogue: dict[tuple[str | None, str], polib.POEntry]) -> None:
    assert [entry.msgid for entry in catalogue.values() if entry.fuzzy] == []


def test_no_chinese_says_for_a_school_what_it_calls_its_own(
    catalogue: dict[tuple[str | None, str], polib.POEntry],
) -> None:
    """The office, the committee and what is awarded have names of the school's: texts take them as placeholders."""
    wrong = []
    for entry in catalogue.values():
        text = "".join(entry.msgstr_plural.values()) or entry.msgstr
        in_units = {name for name, _line in entry.occurrences} == {"awards/rules/units.py"}
        if "政教处" in text or "评星小组" in text or ("颗星" in text and not in_units):
            wrong.append(entry.msgid)
    assert wrong == []


def test_chinese_names_the_same_placeholders(catalogue: dict[tuple[str | None, str], polib.POEntry]) -> None:
    wrong = []
    for entry in catalogue.values():
        # Marked where it is borrowed: the Chinese leaves out what was sent.
        if "no-python-format" in entry.flags:
            continue
        allowed = placeholders(entry.msgid) | placeholders(entry.msgid_plural)
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            # One Chinese form serves all numbers, so it has to name the number that the English singular may leave out.
            if placeholders(text) != (placeholders(entry.msgid_plural) or allowed):
                wrong.append(entry.msgid)
    assert wrong == []
