"""Whether a page has anything in it that came from somebody's text: an element, an attribute, an address."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.security.tools.payloads import ALL, FOREIGN

_ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "poster", "background", "xlink:href"}
_PLAIN = ("/", "?", "#", "http://127.0.0.1", "http://testserver", "data:image/", "mailto:", "tel:")


@dataclass
class Inspection(HTMLParser):
    """Reads a page as a browser does; ``faults`` are what a text made of itself, ``shown`` how many stand as text."""

    faults: list[str] = field(default_factory=list)
    shown: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if FOREIGN in tag:
            self.faults.append(f"element {tag}")
        names = [name for name, _value in attrs]
        if tag == "script" and "src" not in names:
            self.faults.append(f"script in the page: {attrs}")
        for name, value in attrs:
            if name.startswith("on") or FOREIGN in name or name == "style":
                self.faults.append(f"attribute {name} of {tag}")
            elif name in _ADDRESSES and value and not value.startswith(_PLAIN) and ":" in value.partition("/")[0]:
                self.faults.append(f"{name}={value[:60]} of {tag}")
            elif value:
                self._text.append(value)

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_decl(self, decl: str) -> None:
        if FOREIGN in decl:
            self.faults.append(f"declaration {decl}")

    def look(self, page: str) -> Inspection:
        self.feed(page)
        self.close()
        text = "\n".join(self._text)
        self.shown = sum(one.strip() in text for one in ALL if FOREIGN in one)
        return self
