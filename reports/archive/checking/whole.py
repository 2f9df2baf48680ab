"""A whole archive: its two bags with their signatures, the chain of seals, and the figures."""

from pathlib import Path

from django.utils.translation import gettext as _

from reports.archive.checking import layout
from reports.archive.checking.bags import Bag, checked_bag
from reports.archive.checking.chain import checked_chain
from reports.archive.checking.figures import Figures, Tables, reckoned
from reports.archive.checking.first_form import checked_first_form, unknown_form
from reports.archive.checking.places import Difference, Place, opened
from reports.archive.checking.results import Checked
from reports.archive.checking.signatures import Signature, signature_of

_TABLES = Tables(
    folder=layout.TABLES,
    ledger=layout.LEDGER,
    deducted=layout.DEDUCTED,
    totals=layout.TOTALS,
    bounds=layout.BOUNDS,
    settled=layout.SETTLED,
    grades=layout.GRADES,
)


def check(path: Path) -> Checked:
    """Read the package once and compare; raises :class:`Refused` for what is no package at all."""
    with opened(path) as place:
        if layout.BAGIT in place.names or layout.OLD_MANIFEST not in place.names:
            return _checked(place)
        return checked_first_form(place)


def _checked(place: Place) -> Checked:
    bag = checked_bag(place, beside=(layout.RESTRICTED,))
    if bag.info.get(layout.FORMAT_FIELD, layout.FORMAT) != layout.FORMAT:
        raise unknown_form()
    signature, unsigned = signature_of(place, "", bag.tags)
    restricted = any(name.startswith(layout.RESTRICTED) for name in place.names)
    office = checked_bag(place, layout.RESTRICTED) if restricted else None
    chain = checked_chain(place, bag.found, signature)
    found = {**bag.found, **(office.found if office else {})}
    settled = bag.info.get(layout.SETTLED_FIELD) == layout.YES
    figures = reckoned(place, _TABLES, found, settled=settled) if restricted else Figures(0, [])
    return Checked(
        school=bag.info.get(layout.SCHOOL_FIELD, ""),
        term=bag.info.get(layout.TERM_FIELD, ""),
        files=len(found),
        pupils=figures.pupils,
        differences=[
            *bag.differences,
            *unsigned,
            *(_belongs(place, bag, office, signature) if office else ()),
            *chain.differences,
            *figures.differences,
        ],
        signature=signature,
        restricted=restricted,
        seal=chain.newest,
    )


def _belongs(place: Place, bag: Bag, office: Bag, signature: Signature | None) -> list[Difference]:
    """Say what is wrong with the office's part, or why it is not that of this archive."""
    found = list(office.differences)
    if bag.info.get(layout.RESTRICTED_FIELD) != office.digest:
        found.append(Difference(layout.RESTRICTED, _("This part does not belong to this archive.")))
    own, wrong = signature_of(place, layout.RESTRICTED, office.tags)
    found += wrong
    if signature is not None and own is None and not wrong:
        found.append(Difference(layout.RESTRICTED + layout.SIGNATURE, _("The file is missing.")))
    if signature is not None and own is not None and own.public != signature.public:
        found.append(Difference(layout.RESTRICTED + layout.SIGNATURE, _("Another key signed this part.")))
    return found
