"""The tables of permits and of the sheet's verbs as one document that a headteacher can read."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _, pgettext_lazy

from awards.models import SheetState
from awards.sheets.workflow import Verb, transition_for
from students.permits.roles import Role
from students.permits.rows import Area, Permit, Scope, areas, permits

# The program itself signs in nowhere; what it does is in the second table.
COLUMNS = tuple(role for role in Role if role != Role.WORKER)
SIGNS: dict[Scope, Promise] = {
    Scope.OWN: pgettext_lazy("reach", "self"),
    Scope.GROUP: pgettext_lazy("reach", "group"),
    Scope.CLASS: pgettext_lazy("reach", "class"),
    Scope.SCHOOL: pgettext_lazy("reach", "school"),
}
NOTHING = "–"


def permissions_text() -> str:
    """Write the whole document in Markdown, in the language in force."""
    parts = [_opening(), *(_area(area) for area in areas()), _verbs(), _settled(), _on_record(), _beyond()]
    return "\n\n".join(parts) + "\n"


def _opening() -> str:
    signs = "; ".join(f"**{sign}**: {scope.label}" for scope, sign in SIGNS.items())
    return "\n\n".join(
        [
            "# " + _("Who may do what"),
            _("Printed by `manage.py permissions_doc` from the tables that the program itself obeys; do not edit it."),
            _("How far somebody reaches: %(signs)s; **%(nothing)s**: not at all.")
            % {"signs": signs, "nothing": NOTHING},
            _(
                "Nobody reaches another school. A teacher's classes are those of today: a substitute's end with the "
                "last day. What is out of reach answers as if it did not exist; what is not one's task is refused."
            ),
        ]
    )


def _area(area: Area) -> str:
    rows = [[_said(permit), *(_sign(permit, role) for role in COLUMNS)] for permit in area.permits]
    return f"## {area.name.label}\n\n" + _table([_("What"), *(str(role.label) for role in COLUMNS)], rows)


def _said(permit: Permit) -> str:
    signs = ["¹"] if permit.verb or permit.in_open_term else []
    signs += ["²"] if permit.on_record else []
    return " ".join([str(permit.label), *signs])


def _sign(permit: Permit, role: Role) -> str:
    scope = permit.who.get(role)
    return str(SIGNS[scope]) if scope else NOTHING


def _verbs() -> str:
    """Set the verbs by states; each cell names the roles, and where a reason must be given."""
    rows = [[str(verb.label), *(_cell(state, verb) for state in SheetState)] for verb in Verb]
    heading = "## " + _("The class's sheet, by its state")
    text = _(
        "Who may do it in each state of the sheet. Class roles count for the own class only; which step of the class "
        "is "
        "open narrows it further."
    )
    table = _table([_("What"), *(str(state.label) for state in SheetState)], rows)
    return f"{heading}\n\n{text}\n\n{table}"


def _cell(state: SheetState, verb: Verb) -> str:
    row = transition_for(state, verb)
    if row is None:
        return NOTHING
    roles = "<br>".join(str(role.label) for role in Role if role in row.roles)
    return _("%(roles)s (with a reason)") % {"roles": roles} if row.needs_reason else roles


def _settled() -> str:
    refused = [permit for permit in permits().values() if permit.verb or permit.in_open_term]
    heading = "## ¹ " + _("What a settled grade refuses")
    text = _("To everybody, for the grade that is settled, until an administrator reopens it with a reason:")
    lines = "\n".join(f"- {permit.label}" for permit in refused)
    return f"{heading}\n\n{text}\n\n{lines}"


def _on_record() -> str:
    heading = "## ² " + _("What is shown on record only")
    text = _(
        "Who sees it is on record first, once a sitting and object; while that cannot be written, it is not shown. "
        "An administrator can ask who saw a pupil and what an account saw."
    )
    return f"{heading}\n\n{text}"


def _beyond() -> str:
    """Say what no table can say: conditions on the thing itself, held by the verbs."""
    told = [
        _(
            "Whoever may not open a violation reads nothing of it elsewhere: such teachers see the stars won, "
            "and neither total nor provisional level."
        ),
        _("Nobody votes on a line of their own, and no group leader decides for another group."),
        _("Nobody sees how a single member of the committee has voted."),
        _("The office may print new passwords for everybody but administrators."),
        _("The last administrator of a school can neither be closed nor lose the role."),
        _("Enrolment changes cannot be dated into the settled term of a grade."),
        _("A guardian's phone number is shown on request with a reason; who asked is recorded."),
        _("Teachers see names on a notice only while it is up; office and administrators always."),
        _("The notice of a grade or of the school shows every class of it, for it is up in public anyway."),
    ]
    return "## " + _("Other rules") + "\n\n" + "\n".join(f"- {sentence}" for sentence in told)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *(":-:" for _name in head[1:])], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
