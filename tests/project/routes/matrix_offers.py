"""What a page offers: its links and its forms, as a browser would find them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

Offer = tuple[str, str]
# What a button is that does not say so.
_TYPES = {"button": "submit"}


@dataclass
class Offers(HTMLParser):
    """Method and path of every link, and of every form by the buttons that send it; ``page`` is the page's own path."""

    page: str
    found: set[Offer] = field(default_factory=set)
    _form: Offer = ("GET", "")
    _sends: bool = True

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self._add("GET", given["href"])
        elif tag == "form":
            self._form, self._sends = (given.get("method", "get").upper(), given.get("action", "")), False
        elif "formaction" in given:
            self._sends = True
            self._add(given.get("formmethod", self._form[0]).upper(), given["formaction"])
        elif "form" not in given and given.get("type", _TYPES.get(tag)) == "submit":
            self._sends = True
            self._add(*self._form)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and not self._sends:
            # Its buttons stand elsewhere on the page.
            self._add(*self._form)

    def _add(self, method: str, target: str) -> None:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or target.startswith("#"):
            return
        query = f"?{parts.query}" if parts.query else ""
        self.found.add((method, (parts.path or self.page) + query))


def offers_of(page: str, content: str) -> set[Offer]:
    offers = Offers(page)
    offers.feed(content)
    return offers.found
