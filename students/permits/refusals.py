"""Whose task something is, said to whom it is refused: always as the table of permits has it."""

from collections.abc import Collection

from django.utils.translation import gettext as _, pgettext

from starrating.refused import Refused
from students.permits.roles import Role
from students.permits.rows import Permit


def names_of(roles: Collection[Role]) -> str:
    """Name the roles as people do, in the order of :class:`Role`; the program itself is left out."""
    names = [str(role.label) for role in Role if role in roles and role != Role.WORKER]
    return pgettext("between names", ", ").join(names)


def not_yours(what: str, roles: Collection[Role]) -> Refused:
    """Give the no to ``what`` somebody asked for without one of ``roles``; ``what`` may be empty."""
    if not roles:
        return Refused(_("This is not done on the pages. Please ask the administrator."), code="role")
    words = {"what": what, "who": names_of(roles)}
    if not what:
        return Refused(_("This is not part of your work. It is done by: %(who)s.") % words, code="role")
    return Refused(_("“%(what)s” is not part of your work. It is done by: %(who)s.") % words, code="role")


def not_yours_at(permit: Permit) -> Refused:
    """Give the no to what is done at the address of ``permit``."""
    return not_yours(str(permit.label), permit.who.keys())


def page_is_for(permit: Permit) -> str:
    """Say whose page it is, to who may not open it."""
    return _("This page is for: %(who)s.") % {"who": names_of(permit.who.keys())}
