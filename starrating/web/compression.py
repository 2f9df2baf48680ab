"""Pages travel compressed; files are sent as they are made.

A page tells its secrets apart from what a stranger can put into it by its length only (BREACH). The one secret in our
pages is the CSRF token, which Django masks anew for each answer, and the middleware adds padding of random length.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# What is text on a screen. Workbooks, PDF files and ZIP archives are compressed inside already, and their length tells
# the browser how much of them is still to come.
TEXTS = ("text/html", "application/json")


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses answers that are pages or parts of pages."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
