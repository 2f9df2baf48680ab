"""Where a written row came from: the page, and the address of the person's machine."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from starrating.operations.audit import Origin, acting_from
from starrating.operations.models import AuditSource
from starrating.web.address import valid_address

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class AuditOriginMiddleware:
    """Everything that a page records in the audit is marked as coming from the web, with its address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with acting_from(Origin(AuditSource.WEB, valid_address(request))):
            return self.get_response(request)
