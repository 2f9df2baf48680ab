"""A verb's no, with the sentence to show."""

from __future__ import annotations


class Refused(Exception):
    """Raised by a verb that may not or cannot be done; nothing has been written. ``message`` is for the reader."""

    def __init__(self, message: str, *, code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
