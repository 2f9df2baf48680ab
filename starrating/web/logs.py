"""What stands in the log."""

import logging

from django.core.exceptions import PermissionDenied


class RefusalsWithoutTrace(logging.Filter):
    """Leave a line and no traceback where somebody asked for a page of others: nothing broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True
