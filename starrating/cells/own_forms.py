"""What marks the parts of our own empty forms that are no data: the example row and the sheet of instructions."""

import re
from collections.abc import Iterable

from starrating.cells.model import Cell

# The sheet that says how to fill the form in; passed over when the form comes back.
INSTRUCTIONS = "填写说明"
# Begins one cell of the example row: 例：七年级(1)班, 例20250101.
EXAMPLE = "例"

_EXAMPLE_CELL = re.compile(rf"\s*{EXAMPLE}\s*[:：0-9].{{0,30}}", re.DOTALL)


def is_example(cells: Iterable[Cell]) -> bool:
    """Tell whether the cells are those of a form's example row."""
    return any(_EXAMPLE_CELL.fullmatch(cell.text) for cell in cells)
