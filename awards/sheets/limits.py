"""Why a name may not stand on a sheet: the scheme's limits, in one place for every verb that puts names on it.

A no is given, not raised: a page shows it beside the name, one change of many is refused with it, a verb raises it.
"""

from django.utils.translation import gettext as _, ngettext

from awards.models import LIVE_STATES, StarItem
from awards.sheets.contents import Contents
from starrating.refused import Refused


def why_not(contents: Contents, student_pk: int, item_pk: int, *, placed: bool = True) -> Refused | None:
    """Say what stands against this pupil under this star, or None; ``placed`` says whether the name would take a place.

    In this order: a star that is not the scheme's, a pupil who is not in the class on the round's last day (A44), an
    objection that was upheld (A38), the star's quota (A7, A10), the pupil's items (五4), the star's repeats (A12).
    """
    item = contents.items.get(item_pk)
    person = contents.people.get(student_pk)
    if item is None:
        return Refused(_("This star is not part of the scheme. Load the page again."), code="no_item")
    if person is None:
        return Refused(
            _(
                "This pupil is not in the class on the last day of the month and cannot get its stars. "
                "If that is wrong, the school corrects the change of class."
            ),
            code="not_enrolled",
        )
    fallen = _fallen(contents, student_pk, item_pk)
    if fallen is not None:
        return fallen
    if placed and contents.hard and len(contents.under(item_pk)) >= contents.quota:
        sentence = _("%(item)s already has as many names as the limit allows: %(limit)d. Take a name off first.")
        return Refused(sentence % {"item": item.name, "limit": contents.quota}, code="over_quota")
    if _live(contents, student_pk, item_pk):
        return None
    if contents.cap and item.counts_toward_cap and contents.counts[student_pk] >= contents.cap:
        sentence = _("%(name)s already has as many items as the limit allows: %(limit)d. Take the name off one first.")
        return Refused(sentence % {"name": person.name, "limit": contents.cap}, code="over_cap")
    return _repeated(contents, student_pk, item, person.name)


def never(contents: Contents, student_pk: int, item_pk: int) -> Refused | None:
    """Say what stands against a name whoever else is on the sheet: an objection, the term's repeats."""
    fallen = _fallen(contents, student_pk, item_pk)
    if fallen is not None or _live(contents, student_pk, item_pk):
        return fallen
    return _repeated(contents, student_pk, contents.items[item_pk], contents.people[student_pk].name)


def _live(contents: Contents, student_pk: int, item_pk: int) -> bool:
    line = contents.lines.get((student_pk, item_pk))
    return line is not None and line.state in LIVE_STATES


def _fallen(contents: Contents, student_pk: int, item_pk: int) -> Refused | None:
    line = contents.lines.get((student_pk, item_pk))
    if line is None or line.state in LIVE_STATES or line.pk not in contents.upheld:
        return None
    return Refused(_("This name was taken off after an objection and cannot be put back in this month."), code="upheld")


def _repeated(contents: Contents, student_pk: int, item: StarItem, name: str) -> Refused | None:
    most = contents.scheme.item_repeats_per_term
    if most and contents.taken.get((student_pk, item.pk), 0) >= most:
        sentence = ngettext(
            "%(name)s has had %(item)s %(count)d time this term, which is the limit. Choose another star.",
            "%(name)s has had %(item)s %(count)d times this term, which is the limit. Choose another star.",
            most,
        )
        return Refused(sentence % {"name": name, "item": item.name, "count": most}, code="repeats")
    return None
