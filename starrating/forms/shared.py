"""Forms that more than one subject uses as they are."""

from typing import Any

from starrating.forms.base import Form
from starrating.forms.fields import reason_field


class ReasonForm(Form):
    """Why something is done; its page may say how the field is called, and how long it is (`reason_field`)."""

    reason = reason_field()

    def __init__(self, *args: Any, **said: Any) -> None:
        of_field = {
            name: said.pop(name) for name in ("label", "longest", "lines", "needed", "help_text") if name in said
        }
        super().__init__(*args, **said)
        if of_field:
            self.fields["reason"] = reason_field(**of_field)
