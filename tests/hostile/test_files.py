"""Every hostile or messy file gives what the intake contract says: cells and findings, or a sentence to show."""

import json
import re
from pathlib import Path

import pytest
from django.utils import translation

from starrating.cells.findings import Finding, Unreadable
from starrating.cells.headers import Column
from starrating.cells.reader import read_workbook
from starrating.cells.tables import Row, find_table
from starrating.cells.values import code_of, text_of
from tests.hostile.agreeing import agree
from tests.hostile.making.content import Case, Expected
from tests.hostile.making.generate import CASES, generate

COLUMNS = (
    Column("number", ("学号", "学籍号", "考号"), required=True),
    Column("name", ("姓名", "学生姓名"), required=True),
    Column("sex", ("性别",)),
    Column("class", ("班级", "所在班级"), fill=True),
    Column("seat", ("座号", "座位号")),
    Column("group", ("小组", "组别")),
)
TEXTS = ("name", "sex", "class", "group")


def _values(row: Row, findings: list[Finding]) -> dict[str, str]:
    values = {}
    for column in COLUMNS:
        read = text_of if column.key in TEXTS else code_of
        reading = read(row.cell(column.key), row.place(column.key))
        findings.extend(reading.findings)
        values[row.place(column.key).cell] = reading.value
    return values


def _read(content: bytes, filename: str) -> tuple[int, dict[str, str], list[Finding]]:
    workbook = read_workbook(content, filename)
    findings = list(workbook.notes)
    values: dict[str, str] = {}
    count = 0
    for sheet in workbook.visible_sheets:
        search = find_table(sheet, COLUMNS)
        findings.extend(search.findings)
        for row in search.table.rows if search.table else ():
            count += 1
            values.update(_values(row, findings))
    return count, values, findings


def _check(content: bytes, filename: str, expected: Expected) -> None:
    if expected.refusal:
        with pytest.raises(Unreadable) as caught:
            _read(content, filename)
        assert caught.value.code == expected.refusal
        assert str(caught.value.message)
        return
    count, values, findings = _read(content, filename)
    assert count == expected.rows
    assert {place: values[place] for place in expected.values} == dict(expected.values)
    agree(findings, expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row:02}-{case.name}")
def test_file_gives_what_the_contract_says(case: Case) -> None:
    content = case.build()
    with translation.override("en"):
        _check(content, case.filename, case.expected)


def test_every_row_of_the_contract_has_a_file() -> None:
    assert {case.row for case in CASES} == set(range(1, 45))


def test_generator_writes_file_and_expectation(tmp_path: Path) -> None:
    paths = generate(tmp_path)
    assert len(set(paths)) == len(CASES)
    for path in paths:
        assert re.match(r"^\d\d_\w+(\.\w+)?$", path.name)
        assert "rows" in json.loads(path.with_name(path.name + ".json").read_text(encoding="utf-8"))
