"""What `manage.py check` says about the schemes that come with the program."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from awards.schemes.presets import preset_problems


def preset_check(app_configs: object = None, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report every line of a scheme file that cannot be used as one error, so that no school meets it first."""
    return [Error(line, id="awards.E001") for line in preset_problems()]
