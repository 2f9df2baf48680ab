"""Content-Security-Policy from the SECURE_CSP setting, as Django 6 reads it: this file goes when Django 6 comes."""

from collections.abc import Callable, Collection, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NONE = "'none'"
SELF = "'self'"

Policy = Mapping[str, Collection[str] | str]


def header(policy: Policy) -> str:
    """Give the policy in the form of the header: `{"img-src": ["'self'", "data:"]}` gives `img-src 'self' data:`."""
    return "; ".join(
        f"{directive} {sources if isinstance(sources, str) else ' '.join(sources)}"
        for directive, sources in policy.items()
    )


class ContentSecurityPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.value = header(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.value)
        return response
