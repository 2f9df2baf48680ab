"""Static files: only the listed ones of installed packages are served, and each of them exists."""

from pathlib import Path

from django.contrib.staticfiles import finders

from starrating.assets import ASSETS, AssetFinder


def test_listed_files_exist() -> None:
    for names in ASSETS.values():
        for name in names:
            found = finders.find(name)
            assert isinstance(found, str)
            assert Path(found).is_file()


def test_other_files_of_the_packages_are_not_served() -> None:
    assert finders.find("bootstrap/js/bootstrap.bundle.js") is None
    assert finders.find("django_htmx/htmx-4.js") is None


def test_collecting_takes_the_listed_files_only() -> None:
    collected = [name for name, _ in AssetFinder().list(None)]
    assert sorted(collected) == sorted(name for names in ASSETS.values() for name in names)
