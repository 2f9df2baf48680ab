"""What the app on a phone shows above a code."""

from typing import Any


def issuer(device: Any) -> str:
    """Give the school's name: one installation may hold several schools, and one phone the codes of many programs."""
    school = device.user.school
    return school.name if school is not None else "Star rating"
