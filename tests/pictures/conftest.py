"""The browser of the tests, for the camera."""

from tests.browser.conftest import browser_closes_first, every_page_is_watched, faults, signed_in_page

__all__ = ["browser_closes_first", "every_page_is_watched", "faults", "signed_in_page"]
