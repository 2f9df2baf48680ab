"""The browser of the tests, for the camera."""

from tests.browser.conftest import browser_closes_first, faults, signed_in_page, watched

__all__ = ["browser_closes_first", "faults", "signed_in_page", "watched"]
