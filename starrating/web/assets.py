"""Static files of installed packages, narrowed to the ones that pages use.

The packages bring hundreds of files. Only what is listed here is served, so that an update cannot add a script
unseen. The source map is listed because the style sheet names it and the hashed storage follows the name.
"""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage, Storage

# What the tables of the administration use; its style sheets name the pictures.
_STYLES = "base changelists dark_mode dashboard forms nav_sidebar responsive widgets"
_SCRIPTS = (
    "actions admin/DateTimeShortcuts admin/RelatedObjectLookups calendar change_form core filters jquery.init "
    "nav_sidebar popup_response prepopulate prepopulate_init theme urlify vendor/jquery/jquery "
    "vendor/jquery/jquery.min vendor/xregexp/xregexp vendor/xregexp/xregexp.min"
)
_PICTURES = (
    "calendar-icons icon-addlink icon-alert icon-calendar icon-changelink icon-clock icon-deletelink "
    "icon-hidelink icon-no icon-unknown icon-unknown-alt icon-viewlink icon-yes inline-delete search "
    "selector-icons sorting-icons tooltag-add tooltag-arrowright"
)
_ADMIN = (
    *(f"admin/css/{name}.css" for name in _STYLES.split()),
    *(f"admin/js/{name}.js" for name in _SCRIPTS.split()),
    *(f"admin/img/{name}.svg" for name in _PICTURES.split()),
)

ASSETS = {
    "bootstrap": ("bootstrap/css/bootstrap.min.css", "bootstrap/css/bootstrap.min.css.map"),
    "django.contrib.admin": _ADMIN,
    "import_export": ("import_export/import.css",),
}


class AssetFinder(BaseFinder):
    """Finds the listed files only; the name of a file is its path below its package's static folder."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folders = {package: Path(str(resources.files(package) / "static")) for package in ASSETS}

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(self.folders[package] / path) for package, names in ASSETS.items() if path in names]
        if find_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        for package, names in ASSETS.items():
            storage = FileSystemStorage(location=self.folders[package])
            for name in names:
                if not matches_patterns(name, list(ignore_patterns or ())):
                    yield name, storage
