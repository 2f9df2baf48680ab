"""What pages offer to be sent: their forms with every field, and their links with what stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Field:
    """A field as the page has it: its kind (type or tag) and the value that it would send."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True)
class Form:
    """What somebody could send by pressing a button."""

    method: str
    action: str
    fields: tuple[Field, ...]
    many_parts: bool = False

    @property
    def shape(self) -> tuple[str, str, frozenset[str]]:
        """What makes it another form than those like it: numbers in addresses and names aside."""
        return self.method, _plain(self.action), frozenset(_plain(one.name) for one in self.fields)

    def with_value(self, place: int, value: str) -> Form:
        fields = list(self.fields)
        fields[place] = replace(fields[place], value=value)
        return replace(self, fields=tuple(fields))


def _plain(text: str) -> str:
    return "".join("#" if letter.isdigit() else letter for letter in text)


@dataclass
class _Open:
    method: str
    action: str
    many_parts: bool
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str, Field | None]] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads forms as a browser does, with fields and buttons that say by ``form`` whose they are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.links: set[str] = set()
        self.by_key: dict[str, _Open] = {}
        self._inside = ""
        self._select = ""
        self._chosen: str | None = None
        self._text: Field | None = None
        self._whose = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        whose = given.get("form", self._inside)
        name = given.get("name", "")
        if tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.add(given["href"] if given["href"].startswith("/") else self.page + given["href"])
        elif tag == "form":
            self._inside = given.get("id") or f"form {len(self.by_key)}"
            opened = self._form(self._inside)
            opened.method, opened.action = given.get("method", "get").upper(), given.get("action") or self.page
            opened.many_parts = given.get("enctype", "").startswith("multipart")
        elif tag == "button" or (tag == "input" and given.get("type") == "submit"):
            if whose and given.get("type", "submit") == "submit":
                said = Field(name, "submit", given.get("value", "")) if name else None
                self._form(whose).buttons.append((given.get("formmethod", ""), given.get("formaction", ""), said))
        elif tag == "input" and name and whose:
            self._form(whose).fields.append(Field(name, given.get("type", "text"), given.get("value", "")))
        elif tag == "select" and name and whose:
            self._select, self._chosen, self._whose = name, None, whose
        elif tag == "option" and self._select and (self._chosen is None or "selected" in given or not self._chosen):
            self._chosen = given.get("value", "")
        elif tag == "textarea" and name and whose:
            self._form(whose).fields.append(Field(name, "textarea", "字"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = ""
        elif tag == "select" and self._select:
            self._form(self._whose).fields.append(Field(self._select, "select", self._chosen or ""))
            self._select = ""

    def _form(self, key: str) -> _Open:
        return self.by_key.setdefault(key, _Open("GET", self.page, many_parts=False))

    def forms(self) -> list[Form]:
        """One for each button of each form; links with something behind the question mark are forms as well."""
        found = []
        for one in self.by_key.values():
            for method, action, said in one.buttons or [("", "", None)]:
                fields = (*one.fields, said) if said else tuple(one.fields)
                target = urlsplit(action or one.action)
                found.append(Form((method or one.method).upper(), target.path or self.page, fields, one.many_parts))
        for link in sorted(self.links):
            parts = urlsplit(link)
            fields = tuple(Field(name, "text", value) for name, value in parse_qsl(parts.query))
            found.append(Form("GET", parts.path, fields))
        return found


def forms_of(page: str, content: str) -> list[Form]:
    reader = Reader(page)
    reader.feed(content)
    return reader.forms()
