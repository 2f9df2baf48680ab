"""What is due next on the office's board."""

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from awards.office.board import BoardPage
from awards.steps.next_thing import NextThing
from starrating.joiners import in_a_row


def next_on_board(page: BoardPage) -> NextThing | None:
    """Lead to what can be filed, then to what is to be looked at, then to who is missing, at last to the register."""
    if page.clean_count:
        title = ngettext("File %(count)d sheet", "File %(count)d sheets", page.clean_count)
        text = _("The checks found nothing.")
        return NextThing(title % {"count": page.clean_count}, text, "#submitted", _("To the sheets"))
    if page.flagged:
        title = ngettext(
            "%(count)d sheet has something to look at", "%(count)d sheets have something to look at", len(page.flagged)
        )
        text = in_a_row(row.name for row in page.flagged)
        return NextThing(title % {"count": len(page.flagged)}, text, "#submitted", _("To the sheets"))
    if page.missing:
        title = ngettext("Remind %(count)d class", "Remind %(count)d classes", len(page.missing))
        text = in_a_row(row.name for row in page.missing)
        return NextThing(title % {"count": len(page.missing)}, text, "#missing", _("To the text"))
    if page.round and page.filed:
        text = _("All sheets are on file.")
        return NextThing(_("Print the register"), text, reverse("awards:register", args=[page.round.pk]), _("Go there"))
    return None
