"""Who may do what about the scheme's text, its versions and drafts, and where it is offered."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from students.permits.menu import Entry, Part, Spot
from students.permits.rows import ADMINISTRATION, ANYBODY, WIDE_READING, Area, AreaName, Permit

AREAS = (
    Area(
        AreaName.TERM,
        (
            Permit("awards:schemes", ADMINISTRATION, _("Versions of the scheme and drafts")),
            Permit("awards:scheme_start", ADMINISTRATION, _("Start a draft of the scheme")),
            Permit("awards:scheme_upload", ADMINISTRATION, _("Start a draft of the scheme from a file")),
            Permit("awards:scheme_version", ADMINISTRATION, _("Read any version of the scheme")),
            Permit("awards:scheme_file", ADMINISTRATION, _("Download a version of the scheme")),
            Permit("awards:scheme_draft", ADMINISTRATION, _("A draft of the scheme and what is wrong with it")),
            Permit("awards:scheme_part", ADMINISTRATION, _("Change a draft of the scheme")),
            Permit("awards:scheme_compare", ADMINISTRATION, _("What a draft of the scheme changes")),
            Permit("awards:scheme_publish", ADMINISTRATION, _("Publish a draft of the scheme")),
            Permit("awards:scheme_delete", ADMINISTRATION, _("Delete a draft of the scheme")),
            Permit("awards:scheme", ANYBODY, _("Read the current scheme")),
            Permit("awards:scheme_history", ANYBODY, _("Read what changed from one scheme to the next")),
            Permit("awards:scheme_published", ANYBODY, _("Read any published scheme")),
            Permit("awards:scheme_of_term", WIDE_READING, _("Read the scheme of a term")),
        ),
    ),
)
ENTRIES = (
    Entry(
        Spot.MAIN,
        "awards:scheme",
        pgettext_lazy("navigation", "Scheme"),
        "star",
        rank=10,
        part=Part.TERM,
        only=frozenset(WIDE_READING),
    ),
    # Whoever lives under the rules finds them at the foot of every page.
    Entry(Spot.FOOT, "awards:scheme", _("Scheme"), rank=10),
    Entry(
        Spot.SETTINGS,
        "awards:scheme",
        _("Scheme"),
        rank=10,
        text=_("Stars, quotas, levels, deductions and notices of a term."),
    ),
    Entry(
        Spot.SETTINGS,
        "awards:schemes",
        _("Versions of the scheme"),
        rank=20,
        text=_("Drafts of other rules, what they change, and publishing them for a term to come."),
    ),
)
