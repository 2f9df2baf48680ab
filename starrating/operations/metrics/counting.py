"""What is counted as it happens: requests by their pattern, and sign-ins that failed.

All processes of this machine count into one folder, which the server of the figures reads. Nothing that tells who
asked, or for whom, is a label: a pattern says ``/pupils/<key:pk>/`` for every pupil.
"""

import logging
import os
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_ROOT)
settings.METRICS_ROOT.mkdir(parents=True, exist_ok=True)

# After the folder is named: the library asks for it once.
from prometheus_client import Counter, Histogram  # noqa: E402

REQUESTS = Counter("starrating_requests", "Requests answered", ["pattern", "status"])
SECONDS = Histogram("starrating_request_seconds", "Time to the answer", ["pattern"])
FAILED = Counter("starrating_failed_sign_ins", "Sign-ins with a wrong password or code")
# What is none of our addresses, whatever was asked for.
NO_PATTERN = "none"


class MetricsMiddleware:
    """Count each request when its answer is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        pattern = f"/{match.route}" if match else NO_PATTERN
        REQUESTS.labels(pattern, str(response.status_code)).inc()
        SECONDS.labels(pattern).observe(time.perf_counter() - begun)
        return response


class FailedSignIns(logging.Handler):
    """Count the lines that the sign-in leaves in the log for each failure."""

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith("Sign-in failed"):
            FAILED.inc()
