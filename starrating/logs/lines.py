"""An event as a line: JSON for files, words for the console."""

import datetime as dt
import json
import logging

from starrating.logs.events import broke, facts_of, message_of, spot_of, told, trace_of


class OncePerRequest(logging.Filter):
    """Let one line through for a request: Django tells first what was wrong, and then that the answer says so.

    What is an error comes through in any case.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is None:
            return True
        first: logging.LogRecord = vars(request).setdefault("_first_record", record)
        return first is record or record.levelno > first.levelno


class JsonLine(logging.Formatter):
    """What is meant for the log and nothing else: a record holds the whole request beside it."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).astimezone().isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname, "logger": record.name}
        line |= {"message": message_of(record), **facts_of(record)}
        if (error := broke(record)) is not None:
            line["trace"] = list(trace_of(error))
        return json.dumps(line, ensure_ascii=False)


class WordLine(logging.Formatter):
    """One line that people read; the way to where it broke is in the file."""

    def format(self, record: logging.LogRecord) -> str:
        number = getattr(record, "request_number", "") or "-"
        line = f"{self.formatTime(record)} {record.levelname} {number} {message_of(record)}"
        error = broke(record)
        return line if error is None else f"{line} ({told(error)}{spot_of(error)})"
