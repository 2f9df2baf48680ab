"""The browser of a test that sends forms as a page would: each with a key of its own."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client

from starrating.operations.idempotency import FIELD


class FormClient(Client):
    """A client whose forms bring a new key where the test names none; ``{FIELD: ""}`` is a form without one."""

    def post(self, path: Any, data: Any = None, *args: Any, **options: Any) -> Any:
        if data is None or (isinstance(data, dict) and FIELD not in data):
            data = {FIELD: str(uuid.uuid4()), **(data or {})}
        return super().post(path, data, *args, **options)
