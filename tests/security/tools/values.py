"""What no page of ours ever sends: values by what they try, as text or as bytes that are none."""

from __future__ import annotations

import random

LONG = 20_000
NUMBERS = (
    "0",
    "-1",
    "1",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 20,
    "9" * 5000,
    "-" + "9" * 30,
    "1e3",
    "1.5",
    "0x10",
    "1_0",
    " 1",
    "１２",
    "²",
    "٩٨",
    "NaN",
    "Infinity",
    "-0",
    "+1",
    "1 OR 1=1",
    "1'",
    "null",
    "true",
)
DAYS = (
    "2026-02-30",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2025-13-01",
    "1/1/1",
    "20251301",
    "2025-10-09T25:61:61",
    "2025-10-09T08:00+99:00",
    "２０２５-10-09",
    "-2025-10-09",
    "2025-10-9999999999999999999",
)
TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202egnp.exe",
    "\u200b",
    "\ufeff",
    "𠮷𬭸",
    "👩‍👩‍👧‍👦",
    "e\u0301" * 200,
    "'",
    '"',
    "';--",
    "%",
    "_",
    "\\",
    "%00",
    "' UNION SELECT password FROM students_user--",
    "{{ 7*7 }}{% load static %}",
    "%(office)s%s%n",
    "{0.__class__}",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "..\\..\\windows",
    "file:///etc/passwd",
    "a\r\nSet-Cookie: x=1",
    "//evil.example/",
    "https://evil.example/",
    "javascript:alert(1)",
    "[]",
    "{}",
    '{"a":' * 500 + "1" + "}" * 500,
    "x" * LONG,
    "汉" * LONG,
    "\n" * 1000,
    "=1+1",
    "a,b;c\td",
)
# Surrogates stand for bytes that are no UTF-8.
BYTES = ("\udcff\udcfe", "ok\udc80", "\udced\udca0\udc80", "\udcc0\udcaf", "+AGE-", "\udcb9\udcfe")
ALL = (*NUMBERS, *DAYS, *TEXTS, *BYTES)

METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", "HEAD", "get")
CONTENT_TYPES = (
    "application/json",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    "multipart/form-data; boundary=\u00e9",
    "",
    "a/b/c; ;;=",
    "multipart/mixed; boundary=x",
    "application/x-www-form-urlencoded; charset=" + "x" * 200,
    "text/html; charset=undefined",
)
HEADERS = (
    {"accept-language": "zh-" + "x" * 300},
    {"accept-language": "*;q=9,,;"},
    {"accept-language": "\x00"},
    {"cookie": "sessionid=\x00; csrftoken=" + "x" * 5000},
    {"cookie": "sessionid=../../etc/passwd; django_language=../x"},
    {"cookie": "messages=x; device=" + "9" * 5000},
    {"host": "evil.example"},
    {"host": "a b"},
    {"host": "[::1"},
    {"referer": "https://evil.example/\r\nX: y"},
    {"referer": "http://[broken"},
    {"x-forwarded-host": "evil.example"},
    {"x-forwarded-for": "'; DROP TABLE--"},
    {"x-http-method-override": "DELETE"},
    {"accept-encoding": "br;q=x, gzip;;"},
    {"if-modified-since": "yesterday"},
    {"if-none-match": '"' * 50},
    {"range": "bytes=9-1,a-b"},
    {"x-part": "live"},
    {"user-agent": "Mobi\x00\u202e" + "x" * 3000},
    {"origin": "null"},
    {"accept": "*/*;q=NaN"},
)


def drawn(chance: random.Random, kind: str = "") -> str:
    """Draw a value, mostly one that is near what the field is for."""
    near = {"number": NUMBERS, "date": DAYS}.get(kind, TEXTS)
    return chance.choice(near if chance.random() < 0.6 else ALL)
