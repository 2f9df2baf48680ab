"""A scheme, its document and its file say the same; texts are as long as the tables' columns."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from django.db import models
from django.utils import translation
from hypothesis import given

from awards.models import ExamKind, Ground, Level, Scheme, StarItem, Step
from awards.rules.scheme import spec as scheme_spec
from awards.rules.scheme.checks import SpecProblem, spec_problems
from awards.rules.scheme.document import MOST_PROBLEMS, MOST_ROWS, DocumentError, document_of, spec_from, toml_of
from awards.rules.scheme.spec import SchemeSpec, Text
from awards.schemes.presets import PresetError, available_presets, load_preset, parse_scheme
from students.models import School
from tests.rules.scheme_variations import specs


@pytest.fixture(autouse=True, scope="module")
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@given(specs())
def test_a_scheme_and_its_document_say_the_same(spec: SchemeSpec) -> None:
    assert spec_from(document_of(spec)) == spec


@given(specs())
def test_a_scheme_and_its_file_say_the_same(spec: SchemeSpec) -> None:
    assert spec_from(tomllib.loads(toml_of(spec))) == spec


@given(specs())
def test_a_file_is_taken_exactly_when_nothing_contradicts_itself(spec: SchemeSpec) -> None:
    content, problems = toml_of(spec).encode(), spec_problems(spec)
    if not problems:
        assert parse_scheme(content, "any.toml") == spec
        return
    with pytest.raises(PresetError) as caught:
        parse_scheme(content, "any.toml")
    assert list(caught.value.problems) == problems


@pytest.mark.parametrize("code", available_presets())
def test_what_ships_survives_being_written_anew(code: str) -> None:
    assert parse_scheme(toml_of(load_preset(code)).encode(), "any.toml") == load_preset(code)


def test_months_may_be_left_out_and_must_be_months() -> None:
    document = document_of(load_preset("monthly-stars"))
    del document["items"][0]["months"]
    assert spec_from(document).items[0].months == ()
    document["items"][0]["months"] = [9, 13]
    document["items"][11]["months"] = [9]
    assert [(row.path, row.later) for row in spec_problems(spec_from(document))] == [
        ("items[1].months", False),
        ("items[12].months", True),
    ]


def test_every_fault_of_shape_is_named_with_its_place() -> None:
    document: dict[str, Any] = document_of(load_preset("monthly-stars"))
    document["items"][1]["value"] = "1"
    document["levels"][0] = "one"
    document["steps"] = {}
    document["notice"]["scope"] = ["class"]
    with pytest.raises(DocumentError) as caught:
        spec_from(document)
    assert [problem.path for problem in caught.value.problems] == [
        "items[2].value",
        "steps",
        "notice.scope",
        "levels[1]",
    ]


def shape_problems(document: object) -> list[SpecProblem]:
    with pytest.raises(DocumentError) as caught:
        spec_from(document)
    return list(caught.value.problems)


@pytest.mark.parametrize("key", ["items", "levels", "steps", "exam_kinds", "principles"])
def test_a_list_beyond_all_reason_is_refused_before_it_is_read(key: str) -> None:
    document: dict[str, Any] = document_of(load_preset("monthly-stars"))
    document[key] = document[key][:1] * (MOST_ROWS + 1)
    [problem] = shape_problems(document)
    assert problem.path == key
    assert "101" in problem.reason
    document[key] = document[key][:MOST_ROWS]
    spec_from(document)


def test_a_criterion_list_is_bounded_too() -> None:
    document: dict[str, Any] = document_of(load_preset("monthly-stars"))
    document["items"][2]["criteria"] = ["a"] * 20_000
    assert [problem.path for problem in shape_problems(document)] == ["items[3].criteria"]


def test_of_ten_thousand_faults_the_first_are_named() -> None:
    document = document_of(load_preset("monthly-stars")) | {f"key{number}": 1 for number in range(10_000)}
    assert len(shape_problems(document)) == MOST_PROBLEMS


COLUMNS: list[tuple[type, str, type[models.Model], str]] = [
    (scheme_spec.SchemeSpec, "code", Scheme, "code"),
    (scheme_spec.SchemeSpec, "name", Scheme, "name"),
    (scheme_spec.WordsSpec, "office", School, "office_name"),
    (scheme_spec.WordsSpec, "committee", Scheme, "committee_name"),
    *(
        (shape, name, model, name)
        for shape, model, names in (
            (scheme_spec.ItemSpec, StarItem, "code name short_name"),
            (scheme_spec.StepSpec, Step, "code name"),
            (scheme_spec.ExamKindSpec, ExamKind, "code name note"),
            (scheme_spec.GroundSpec, Ground, "code name"),
            (scheme_spec.LevelSpec, Level, "name"),
        )
        for name in names.split()
    ),
]


@pytest.mark.parametrize(("shape", "name", "model", "column"), COLUMNS)
def test_a_text_has_the_room_of_its_column(shape: type, name: str, model: type[models.Model], column: str) -> None:
    hint = get_type_hints(shape, include_extras=True)[name]
    assert get_origin(hint) is Annotated
    rule: Text = get_args(hint)[1]
    field: Any = model._meta.get_field(column)
    assert rule.longest == field.max_length
    assert not rule.blank or field.blank
