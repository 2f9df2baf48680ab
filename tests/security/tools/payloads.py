"""Text that would be markup, a script or a formula, were it read as anything but text; each piece is its own."""

from __future__ import annotations

from itertools import product

# A name that no page of ours has, for elements and attributes.
FOREIGN = "zzq"
_BREAKERS = (
    "",
    '">',
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "-->",
    "]]>",
    "</option></select>",
    "</a>",
    "&quot;>",
    "%22%3E",
    "\\u003e",
    "｛｛",
    "{% endif %}",
)
_BODIES = (
    "<zzq>",
    "<img src=x onerror=zzq()>",
    "<svg/onload=zzq()>",
    "<script>zzq()</script>",
    "<a href=javascript:zzq()>a",
    '" onfocus=zzq() autofocus x="',
    "' onmouseover=zzq() x='",
    "&lt;zzq&gt;",
    "＜zzq＞",
    "<ScRiPt zzq>",
)
SCRIPTS = tuple(f"{number}{breaker}{body}" for number, (breaker, body) in enumerate(product(_BREAKERS, _BODIES), 10))
# The shortest, where a column holds no more.
SHORT = ("<zzq>", "'\"><", "<b>")

_LEADS = ("", " ", "\t", "\u200b", "\ufeff", "\u202e", "\u3000", "'", "\u2066", "\n")
_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
_CALLS = ("1+1", "cmd|' /C calc'!A0")
FORMULAS = tuple(f"{lead}{sign}{call}" for lead, sign, call in product(_LEADS, _SIGNS, _CALLS))
ALL = SCRIPTS + FORMULAS
# What a typesetter would read: files, addresses, code.
SET = (
    '#read("/etc/passwd")',
    '#image("http://127.0.0.1:9/x.png")',
    '#link("http://evil.example")[x]',
    "$x^2$",
    "*a*",
    "_a_",
    "@a",
    "<a>",
    '#import "x": *',
    "= a",
    "`a`",
    "\\u{41}",
    "//a",
    "/*a*/",
    "#let a=1",
    "[a]",
    "{a}",
    "~",
    "---",
    "#",
)


def fitting(longest: int | None, place: int) -> str:
    """Give the payload of a place that a column holds, the next that is short enough."""
    every = ALL if longest is None or longest >= max(map(len, ALL)) else [one for one in ALL if len(one) <= longest]
    return (every or SHORT)[place % len(every or SHORT)][:longest]
