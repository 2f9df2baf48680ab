"""How a roster, a staff matrix and a list of groups are told from other files."""

from starrating.cells.findings import Findings
from starrating.cells.model import Sheet
from students.imports.groups import file as groups_file
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.fits import Fit, Kind, best, keys_in
from students.imports.pipeline.meanings import NO_MEANINGS
from students.imports.roster import file as roster_file
from students.imports.staff import cells as staff_file
from students.imports.staff.cells import HOMEROOM
from students.imports.staff.shapes import other_shape
from students.models import Subject

_LEAST_SUBJECTS = 2


def roster_kind(_asked: Asked) -> Kind:
    """Tell a roster: it has the number and the name of each pupil."""
    return Kind("学号、姓名", lambda book: best(book, _roster))


def _roster(sheet: Sheet) -> Fit:
    found = keys_in(sheet, roster_file.COLUMNS) & {"number", "name"}
    return Fit(len(found))


def groups_kind(_asked: Asked) -> Kind:
    """Tell a list of groups: it says who leads them; with groups alone it is a roster as well."""
    return Kind("姓名、小组、组长", lambda book: best(book, _groups))


def _groups(sheet: Sheet) -> Fit:
    found = keys_in(sheet, groups_file.COLUMNS)
    if "name" not in found:
        return Fit.NO
    return Fit.SURELY if found & {"leader", "cadre"} else Fit.MAYBE if "group" in found else Fit.NO


def staff_kind(asked: Asked) -> Kind:
    """Tell a staff matrix: it has classes with subjects or homeroom teachers, whichever way it lies."""
    own = list(Subject.objects.filter(school=asked.school).values_list("name", flat=True))
    columns = (*staff_file.columns_for(own), *(one for one in roster_file.COLUMNS if one.key in ("number", "name")))

    def of_sheet(sheet: Sheet) -> Fit:
        found = keys_in(sheet, columns)
        subjects = sum(key.startswith("subject:") for key in found)
        if "class" in found and not found & {"number", "name"} and (HOMEROOM in found or subjects >= _LEAST_SUBJECTS):
            return Fit.SURELY
        if other_shape(sheet, asked, own, NO_MEANINGS, Findings()) is not None:
            return Fit.SURELY
        return Fit.MAYBE if HOMEROOM in found or (subjects and not found & {"number", "name"}) else Fit.NO

    return Kind("班级、班主任、学科", lambda book: best(book, of_sheet))
