"""What stands in the log."""

import logging
import re

from django.core.exceptions import PermissionDenied


class RefusalsWithoutTrace(logging.Filter):
    """Leave a line and no traceback where somebody asked for a page of others: nothing broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True


class WithoutSecrets(logging.Filter):
    """Cover the secret part of an address that opens something by itself, wherever it stands in a line."""

    _SECRET = re.compile(r"(/hall/)[^/\s]+")

    def filter(self, record: logging.LogRecord) -> bool:
        if "/hall/" in (said := record.getMessage()):
            record.msg, record.args = self._SECRET.sub(r"\1***", said), None
        return True
