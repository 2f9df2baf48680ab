"""The shape of the code: who may import whom, and how large a piece may grow."""

import ast
import re

import pytest

from tests.project.source import PACKAGES, ROOT, Source, functions, imports, modules

# From the ground up: a layer imports itself and what stands before it.
LAYERS = ("starrating", "starrating.operations", "students", "awards", "reports")
# Inside awards; what is not named here is a verb module, between the workflow and the forms.
AWARDS_LAYERS = ("rules", "models", "workflow", "verbs", "doors", "views")
AWARDS_PLACES = {
    "rules": "rules",
    "schemes": "rules",
    "presets": "rules",
    "models": "models",
    "workflow": "workflow",
    "access": "doors",
    "office_access": "doors",
    "deeds_access": "doors",
    "forms": "doors",
    "deeds_forms": "doors",
    "exam_forms": "doors",
    "office_forms": "doors",
    "pages": "doors",
    "views": "views",
    "urls": "views",
    "urls_deeds": "views",
    "urls_entry": "views",
    "urls_files": "views",
    "urls_office": "views",
    "urls_pupil": "views",
    "pupil_access": "doors",
    "pupil_forms": "doors",
    "urls_whatif": "views",
    "urls_schemes": "views",
    "scheme_access": "doors",
    "scheme_forms": "doors",
    "urls_movements": "views",
    "movement_forms": "doors",
    "urls_settlement": "views",
    "urls_words": "views",
    "words_access": "doors",
    "words_forms": "doors",
    "urls_steps": "views",
    "steps_access": "doors",
    "steps_forms": "doors",
    "settlement_access": "doors",
    "settlement_forms": "doors",
    "punishment_forms": "doors",
    "management": "views",
    "templatetags": "views",
}
NAMES_THE_APPS = ("starrating.urls", "starrating.settings")
LONGEST_FILE = 500
LONGEST_FUNCTION = 80


def layer(name: str) -> int | None:
    """How high a module stands, or None where it is not ours."""
    parts = name.split(".")
    if parts[:2] == ["starrating", "operations"]:
        return LAYERS.index("starrating.operations")
    return LAYERS.index(parts[0]) if parts[0] in LAYERS else None


def awards_layer(name: str) -> int | None:
    """How high a module stands inside awards, or None where it stands outside or is the package itself."""
    parts = name.split(".")
    if parts[0] != "awards" or len(parts) < 2 or parts[1] in {"apps", "migrations"}:
        return None
    return AWARDS_LAYERS.index(AWARDS_PLACES.get(parts[1], "verbs"))


def wrong_imports(sources: list[Source]) -> list[str]:
    found = []
    for source in sources:
        if source.name in NAMES_THE_APPS:
            continue
        for rank in (layer, awards_layer):
            own = rank(source.name)
            for target, line in imports(source):
                other = rank(target)
                if own is not None and other is not None and other > own:
                    found.append(f"{source.path}:{line} imports {target}")
    return found


def sample(name: str, text: str) -> Source:
    place = ROOT / (name.replace(".", "/") + ".py")
    return Source(name, place.relative_to(ROOT), ast.parse(text), text.count("\n"))


def test_imports_run_one_way() -> None:
    assert wrong_imports(modules()) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("starrating.text", "from students.models import Student"),
        ("starrating.text", "import starrating.operations.audit"),
        ("starrating.operations.audit", "from students import access"),
        ("students.access", "from awards.models import Round"),
        ("students.models.pupils", "from ...awards import models"),
        ("awards.rounds", "import reports"),
        ("awards.rules.quota", "from awards import models"),
        ("awards.models.round", "from awards.rounds import submit"),
        ("awards.workflow", "from awards import rounds"),
        ("awards.rounds", "from awards.access import sheet_for_entry"),
        ("awards.rounds", "from awards import forms"),
        ("awards.forms", "from awards.views import sheet"),
    ],
)
def test_wrong_direction_is_seen(name: str, text: str) -> None:
    assert len(wrong_imports([sample(name, text)])) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reports.notices", "from awards.models import Round"),
        ("awards.views.sheet", "from awards import rounds, access"),
        ("awards.rounds", "from awards.workflow import transition"),
        ("students.roster", "from starrating.operations import audit"),
        ("starrating.settings", "import awards"),
    ],
)
def test_right_direction_is_let_through(name: str, text: str) -> None:
    assert wrong_imports([sample(name, text)]) == []


def test_imports_stand_at_the_top() -> None:
    found = [
        f"{source.path}:{node.lineno}"
        for source in modules(*PACKAGES, "tests")
        for function in functions(source)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_files_and_functions_stay_readable() -> None:
    sources = modules(*PACKAGES, "tests")
    long_files = [f"{source.path}: {source.lines}" for source in sources if source.lines > LONGEST_FILE]
    long_functions = [
        f"{source.path}:{function.lineno} {function.name}"
        for source in sources
        for function in functions(source)
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert (long_files, long_functions) == ([], [])


FORBIDDEN_CODE = re.compile(
    r"mark_safe|SafeString|fields = \"__all__\"|except Exception|except:|from django\.dispatch|csrf_exempt|@receiver"
)
FORBIDDEN_TEMPLATE = re.compile(
    r"\|\s*safe\b|safeseq|autoescape off|<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|https?://(?!www\.w3\.org/)"
)


def forbidden(folder: str, pattern: str, words: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for path in sorted((ROOT / folder).rglob(pattern))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_code_takes_no_short_cut(package: str) -> None:
    assert forbidden(package, "*.py", FORBIDDEN_CODE) == []


def test_templates_take_no_short_cut() -> None:
    assert forbidden("templates", "*.html", FORBIDDEN_TEMPLATE) == []
