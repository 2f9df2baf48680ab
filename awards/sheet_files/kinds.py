"""How month sheets are told from other files: by the stars of the school's schemes."""

from awards.models import StarItem
from awards.sheet_files.grid import read_grid
from awards.sheet_files.paper import COLUMNS
from starrating.cells.model import Sheet
from starrating.text import label_key
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.fits import Fit, Kind, best, keys_in
from students.imports.pipeline.meanings import NO_MEANINGS


def sheets_kind(asked: Asked) -> Kind:
    """Tell a month sheet: it has a row a star with its winners, or a column a star."""
    items = StarItem.objects.filter(scheme__school=asked.school).values_list("name", "short_name")
    stars = {label_key(name) for pair in items for name in pair if name}

    def fit(sheet: Sheet) -> Fit:
        found = keys_in(sheet, COLUMNS) & {"star", "winners"}
        if len(found) > 1 or read_grid(sheet, stars, NO_MEANINGS) is not None:
            return Fit.SURELY
        return Fit(len(found))

    return Kind("星级项目、获星学生", lambda book: best(book, fit))
