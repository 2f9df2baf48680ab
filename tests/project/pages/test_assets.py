"""Static files: only the listed ones of installed packages are served, and each of them exists."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import storages as storages_in_use
from django.core.management import call_command
from django.test import override_settings

from starrating.web.assets import ASSETS, AssetFinder
from tests.project.source import ROOT


def test_listed_files_exist() -> None:
    for names in ASSETS.values():
        for name in names:
            found = finders.find(name)
            assert isinstance(found, str)
            assert Path(found).is_file()


def test_other_files_of_the_packages_are_not_served() -> None:
    assert finders.find("bootstrap/js/bootstrap.bundle.js") is None
    assert finders.find("admin/js/vendor/jquery/LICENSE.txt") is None


def test_collecting_takes_the_listed_files_only() -> None:
    collected = [name for name, _ in AssetFinder().list(None)]
    assert sorted(collected) == sorted(name for names in ASSETS.values() for name in names)


STATIC_TAG = re.compile(r"{% static ['\"]([^'\"]+)['\"]")


def test_every_file_that_a_template_names_is_there_once_collected(tmp_path: Path) -> None:
    """Pages name files by their hash; one that was not collected would fail the whole page."""
    # The names are those of the served files, which are these compressed.
    named_by_hash = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": named_by_hash}
    named = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in STATIC_TAG.findall(path.read_text(encoding="utf-8"))
    }
    assert named
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        storage = storages_in_use["staticfiles"]
        assert isinstance(storage, ManifestStaticFilesStorage)
        assert [name for name in named if not (tmp_path / storage.stored_name(name)).is_file()] == []
