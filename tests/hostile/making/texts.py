"""Text files of the fault table: encodings, delimiters, odd characters."""

from tests.hostile.making.content import (
    HEADER,
    PUPILS,
    ROSTER,
    Case,
    Expected,
    changed,
    csv_text,
    page_table,
    table_of_2003,
)

UTF8 = "Read as UTF-8"
GB = "Read as GB18030"
PLAIN = csv_text(ROSTER)


def _mixed() -> bytes:
    lines = PLAIN.splitlines(keepends=True)
    return "".join(lines[:2]).encode("gb18030") + "".join(lines[2:]).encode()


def _cell(row: int, column: int, value: str) -> bytes:
    return csv_text(changed(row, column, value)).encode()


def _quoted(row: int, column: int, value: str) -> bytes:
    return _cell(row, column, f'"{value}"')


TEXTS = (
    Case(1, "gbk", "七年级.csv", lambda: PLAIN.encode("gbk"), Expected(3, notes=(GB,), values={"B2": "林晓雯"})),
    Case(
        1,
        "gb18030_four_bytes",
        "七年级.csv",
        lambda: csv_text(changed(2, 2, "林𫖯㛃")).encode("gb18030"),
        Expected(3, notes=(GB,), values={"B2": "林𫖯㛃"}),
    ),
    Case(2, "utf8_bom", "七年级.csv", lambda: PLAIN.encode("utf-8-sig"), Expected(3, notes=(UTF8,))),
    Case(
        3,
        "utf16_tabs",
        "七年级.txt",
        lambda: csv_text(ROSTER, "\t").encode("utf-16"),
        Expected(3, notes=("Read as UTF-16",), values={"D4": "七年级(1)班"}),
    ),
    Case(
        3,
        "utf16_big_endian",
        "七年级.txt",
        lambda: b"\xfe\xff" + csv_text(ROSTER, "\t").encode("utf-16-be"),
        Expected(3, notes=("Read as UTF-16",)),
    ),
    Case(
        3, "utf16_cut", "七年级.txt", lambda: csv_text(ROSTER, "\t").encode("utf-16")[:-1], Expected(refusal="encoding")
    ),
    Case(4, "semicolons", "七年级.csv", lambda: csv_text(ROSTER, ";").encode(), Expected(3, notes=(UTF8,))),
    Case(4, "tabs", "七年级.csv", lambda: csv_text(ROSTER, "\t").encode(), Expected(3, notes=(UTF8,))),
    Case(
        4,
        "fullwidth_commas",
        "七年级.csv",
        lambda: csv_text(ROSTER, "，").encode(),
        Expected(refusal="fullwidth_comma"),
    ),
    Case(5, "mixed_encodings", "七年级.csv", _mixed, Expected(refusal="encoding")),
    Case(5, "truncated_utf8", "七年级.csv", lambda: PLAIN.encode()[:-3], Expected(refusal="encoding")),
    Case(5, "truncated_gbk", "七年级.csv", lambda: PLAIN.encode("gbk")[:-3], Expected(refusal="encoding")),
    Case(
        6, "nul", "七年级.csv", lambda: _cell(2, 2, "林\x00晓雯"), Expected(3, errors=("NUL character",), notes=(UTF8,))
    ),
    Case(
        6,
        "control_characters",
        "七年级.csv",
        lambda: _cell(2, 2, "林\x07晓\x1b雯"),
        Expected(3, notes=(UTF8, "control characters"), values={"B2": "林晓雯"}),
    ),
    Case(
        7,
        "line_break_in_cell",
        "七年级.csv",
        lambda: _quoted(2, 2, "Anna\r\nMaria"),
        Expected(3, notes=(UTF8, "line break"), values={"B2": "Anna Maria"}),
    ),
    Case(
        7,
        "long_cell",
        "七年级.csv",
        lambda: _cell(2, 2, "林" * 200_000),
        Expected(3, errors=("more than 1,000",), notes=(UTF8,)),
    ),
    Case(7, "open_quote", "七年级.csv", lambda: _cell(3, 2, '"赵一鸣'), Expected(refusal="quotes")),
    Case(
        14,
        "quoted_code",
        "七年级.csv",
        lambda: _cell(2, 1, '="0012"'),
        Expected(3, notes=(UTF8, "in quotation marks"), values={"A2": "0012"}),
    ),
    Case(
        23,
        "spaces",
        "七年级.csv",
        lambda: _cell(2, 2, " 林\u3000晓\u00a0雯 "),
        Expected(3, notes=(UTF8, "Extra spaces"), values={"B2": "林晓雯"}),
    ),
    Case(
        23,
        "zero_width",
        "七年级.csv",
        lambda: _cell(2, 2, "林\u200b晓\ufeff雯\u200d"),
        Expected(3, notes=(UTF8, "Zero-width"), values={"B2": "林晓雯"}),
    ),
    Case(
        23,
        "bidi_override",
        "七年级.csv",
        lambda: _cell(2, 2, "林\u202e晓雯"),
        Expected(3, errors=("reading direction",), notes=(UTF8,)),
    ),
    Case(
        25,
        "csv_formula",
        "七年级.csv",
        lambda: _cell(2, 2, "=cmd|' /C calc'!A0"),
        Expected(3, errors=("never calculated",), notes=(UTF8,)),
    ),
    Case(34, "empty", "七年级.csv", lambda: b"", Expected(refusal="empty_file")),
    Case(34, "only_a_mark", "七年级.csv", lambda: b"\xef\xbb\xbf\r\n", Expected(refusal="empty_file")),
    Case(
        34,
        "only_header",
        "七年级.csv",
        lambda: csv_text([HEADER]).encode(),
        Expected(errors=("nothing below",), notes=(UTF8,)),
    ),
    Case(
        36,
        "too_many_rows",
        "七年级.csv",
        lambda: csv_text([HEADER, *(PUPILS[0] for _ in range(20_001))]).encode(),
        Expected(refusal="too_large"),
    ),
    Case(41, "tsv_as_xls", "七年级.xls", lambda: csv_text(ROSTER, "\t").encode("gbk"), Expected(3, notes=(GB,))),
    Case(
        41,
        "html_as_xls",
        "七年级.xls",
        lambda: b"<html><table><tr><td><script>alert(1)</script></td></tr></table></html>",
        Expected(refusal="html"),
    ),
    Case(
        41,
        "spreadsheetml_as_xls",
        "七年级.xls",
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
        Expected(refusal="empty_workbook"),
    ),
    Case(41, "table_of_a_page", "七年级.xls", lambda: page_table(ROSTER).encode("gbk"), Expected(3, notes=(GB,))),
    Case(41, "table_of_2003", "七年级.xls", lambda: table_of_2003(ROSTER).encode(), Expected(3)),
    Case(
        38,
        "entities_of_2003",
        "七年级.xls",
        lambda: table_of_2003(ROSTER).replace("?>", '?><!DOCTYPE x [<!ENTITY a "ha">]>', 1).encode(),
        Expected(refusal="entities"),
    ),
    Case(
        4,
        "says_its_delimiter",
        "七年级.csv",
        ("sep=|\n" + csv_text(ROSTER, "|")).encode,
        Expected(3, notes=(UTF8, "was read as the header")),
    ),
    Case(43, "png", "七年级.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), Expected(refusal="foreign_file")),
    Case(43, "pdf", "七年级.xlsx.pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Expected(refusal="foreign_file")),
    Case(43, "exe", "七年级.csv", lambda: b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64), Expected(refusal="foreign_file")),
    Case(43, "hostile_name", "../" * 40 + "七\u202e级" + "长" * 300 + ".csv", PLAIN.encode, Expected(3, notes=(UTF8,))),
)
