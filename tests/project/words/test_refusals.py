"""Every refusal says what to do next, or who does it: in English and in Chinese. Those that end a matter are named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import polib
import pytest

from tests.project.source import Source, functions, modules
from tests.project.words.test_translations import CATALOGUE, FUNCTIONS

# Who refuses, and which argument is the sentence.
REFUSING = {"Refused": 0, "ValidationError": 0, "add_error": 1, "error": 1}
# A clause with a next step begins with what to do ...
DO = re.compile(
    r"(add|answer|ask|build|change|check|choose|close|come|confirm|copy|correct|count|credit|decide|delete|discuss|enter"
    r"|export|file|fill|give|import|leave|let|load|look|make|mark|mind|name|open|please|print|publish|put|record"
    r"|reopen|revoke|save|say|send|set|settle|show|split|start|take|tell|tick|try|turn|type|use|wait|withdraw|write)\b"
)
# ... or the whole says what is needed, who does it, when it can be done, or that nothing is left to do ...
SAYS = re.compile(
    r"\b(must|needs|at least|at most|1 to|no other|only|once|you can|can be|nothing|no need|no answer|there are no"
    r"|done by|administrators?|superuser|teachers?|colleague|the school|as the (scheme|limit) allows)\b"
)
CLAUSE = re.compile(r"[.;:,] |\. ?$")
NEXT = re.compile(r"请|不用|由|才能|须|必须|只能|只有|至少|最多|可以|方案规定|？$")
# The matter ends here: why there is no next step.
ENDS = "the rules end it here: nobody can do anything about it this month"
FINAL = {
    "This name was taken off after an objection and cannot be put back in this month.": ENDS,
    "This star was revoked; it cannot be given again in the same month.": ENDS,
}
# What only pupils read has a voice of its own, and comforts rather than instructs.
OF_PUPILS = ("awards.steps.pupil", "awards.steps.group", "awards.steps.committee")


def texts_of(node: ast.AST) -> Iterator[str]:
    """The singular of each text in an expression."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in FUNCTIONS:
            place = FUNCTIONS[call.func.id][1]
            argument = call.args[place] if len(call.args) > place else None
            if isinstance(argument, ast.Constant):
                yield str(argument.value)


def refusals_in(source: Source) -> Iterator[str]:
    """The texts of each refusal in a module: written there, or given a name before in the same function."""
    for function in functions(source):
        named = [
            (node.targets[0].id, node)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        ]
        for node in ast.walk(function):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            place = REFUSING.get(name)
            if place is None or len(node.args) <= place:
                continue
            sentence = node.args[place]
            yield from texts_of(sentence)
            for part in ast.walk(sentence):
                if isinstance(part, ast.Name):
                    before = [found for name, found in named if name == part.id and found.lineno <= node.lineno]
                    yield from texts_of(max(before, key=lambda found: found.lineno)) if before else ()


def every_refusal() -> set[str]:
    grown = (source for source in modules() if not source.name.startswith(OF_PUPILS))
    return {text for source in grown for text in refusals_in(source)}


def leads_on(text: str) -> bool:
    """Whether an English sentence says what to do, or who does it."""
    clauses = [clause.lower() for clause in CLAUSE.split(text) if clause]
    return text.endswith("?") or bool(SAYS.search(text.lower())) or any(DO.match(clause) for clause in clauses)


def test_the_search_finds_them() -> None:
    found = every_refusal()
    assert len(found) > 200
    assert "The term is settled and stays as it is. To change it, an administrator reopens the term first." in found


def test_a_refusal_says_what_to_do_next() -> None:
    assert sorted(text for text in every_refusal() if not leads_on(text)) == sorted(FINAL)


def test_a_refusal_says_what_to_do_next_in_chinese() -> None:
    catalogue = {entry.msgid: entry for entry in polib.pofile(str(CATALOGUE))}
    found = []
    for text in every_refusal():
        entry = catalogue[text]
        chinese = entry.msgstr_plural.get(0, entry.msgstr)
        if not NEXT.search(chinese) and text not in FINAL:
            found.append((text, chinese))
    assert sorted(found) == []


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("This month has been removed already.", False),
        ("This month has been removed already. Load the page again.", True),
        ("Choose the subject.", True),
        ("“Settle a term” is not part of your work. It is done by: administrator.", True),
        ("When was it held?", True),
    ],
)
def test_what_leads_on(text: str, good: bool) -> None:
    assert leads_on(text) is good
