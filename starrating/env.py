"""Settings from the environment that fail loudly: a mistyped value stops the program and says which variable it was."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}

_environment = environ.Env()


def text(name: str, default: str) -> str:
    """Read the variable as it stands, or give `default` where it is not set."""
    return str(_environment.str(name, default=default))


def boolean(name: str, default: bool) -> bool:
    """Read True for 1/true/yes/on, False for 0/false/no/off, in any case; anything else raises ImproperlyConfigured.

    django-environ alone reads every word it does not know as False, so `INSECURE_LAN=ture` would pass unseen.
    """
    raw = text(name, "").strip().lower()
    if not raw:
        return default
    if raw in TRUE:
        return True
    if raw in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} is neither true nor false; use 1 or 0.")


def integer(name: str, default: int, least: int = 0) -> int:
    """Read a whole number not below `least`; anything else raises ImproperlyConfigured."""
    value = _parsed(name, lambda: int(_environment.int(name, default=default)))
    if value < least:
        raise ImproperlyConfigured(f"{name}={value} is below {least}.")
    return value


def words(name: str, default: list[str]) -> list[str]:
    """Read a list written with commas; spaces around an entry are dropped, empty entries too."""
    entries = _environment.list(name, default=default)
    return [entry for entry in (str(raw).strip() for raw in entries) if entry]


def folder(name: str, default: Path) -> Path:
    """Read a folder, made where it is missing; raises ImproperlyConfigured where that cannot be done."""
    path = Path(text(name, "") or default).expanduser().resolve()
    try:
        # What it will hold is nobody else's on this machine.
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path} cannot be used as a folder: {error.strerror}.") from error
    return path


def database_url(name: str) -> dict[str, Any] | None:
    """Read the settings of a database address; None where the variable is not set."""
    raw = text(name, "")
    if not raw:
        return None
    return _parsed(name, lambda: dict(environ.Env.db_url_config(raw)), show_value=False)


def secret_key(path: Path) -> str:
    """Read SECRET_KEY, else the key kept in `path`, which is made once for this installation only."""
    given = text("SECRET_KEY", "")
    if given:
        return given
    try:
        # The mode is given at creation, so that there is no moment in which others could read it.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    except OSError as error:
        # What a full disk took of it is no key, and would be taken for one at the next start.
        path.unlink(missing_ok=True)
        raise ImproperlyConfigured(f"{path} cannot be written: {error.strerror}.") from error
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 50:
        raise ImproperlyConfigured(f"{path} holds no usable key; delete it and a new one is made.")
    return key


def _parsed(name: str, read: Callable[[], T], show_value: bool = True) -> T:
    """`read()`, its complaint turned into one that names the variable (an address may hold a password: not shown)."""
    try:
        return read()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        shown = f"={text(name, '')!r}" if show_value else ""
        raise ImproperlyConfigured(f"{name}{shown} cannot be read.") from error
