"""Where the fonts of the papers are: a folder of the school's own, and the fonts that come with the program."""

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_PACKAGE = "pylopdf_fonts_zh_cn"


def font_folders() -> list[str]:
    """Name the folder in ``FONT_DIR``, where given, then that of the installed fonts, which hold every character.

    Raises ImproperlyConfigured without any.
    """
    own = [str(settings.FONT_DIR)] if settings.FONT_DIR else []
    found = find_spec(_PACKAGE)
    installed = [str(Path(found.origin).parent)] if found and found.origin else []
    if not own and not installed:
        raise ImproperlyConfigured(f"No fonts for papers: install {_PACKAGE.replace('_', '-')} or set FONT_DIR.")
    return own + installed
