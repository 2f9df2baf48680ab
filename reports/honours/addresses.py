"""Where the code of a paper leads."""

from django.http import HttpRequest
from django.urls import reverse

from students.models import School
from students.school.addresses import paper_address


def check_address(school: School, request: HttpRequest) -> str:
    """Give the address of the check page, to which the code is added; :class:`Refused` where it leads nowhere."""
    path = reverse("reports:check", args=["-"]).removesuffix("-/")
    return f"{paper_address(school, request)}{path}"
