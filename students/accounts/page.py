"""What the pages of accounts print, read in a number of queries that does not grow with the staff."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from starrating.joiners import in_a_row
from students.accounts import search
from students.accounts.forms import SearchForm
from students.accounts.passwords import in_pinyin_order, resettable_staff
from students.accounts.search import RoleFilter
from students.models import School, SchoolRole, Staffing, User
from students.permits.roles import Role, Standing
from students.school.terms import shown_day

# A subject teacher may have a dozen classes; the list shows so many and a count, the account's own page all of them.
CLASSES_SHOWN = 3


@dataclass(frozen=True)
class AccountRow:
    user: User
    roles: Sequence[str]
    classes: Sequence[str]

    @property
    def shown(self) -> str:
        return in_a_row(self.classes, at_most=CLASSES_SHOWN)

    @property
    def waiting(self) -> bool:
        """Whether the person has never come in, so that a new slip takes nothing away from anybody."""
        return self.user.last_login is None


@dataclass(frozen=True)
class AccountPage:
    user: User
    # Each with the name of its class, which a role of the school has not.
    roles: Sequence[tuple[SchoolRole, str]]
    tasks: Sequence[tuple[Staffing, str]]
    today: dt.date


def accounts_asked(form: SearchForm, school: School, standing: Standing, today: dt.date) -> list[User]:
    """Give by pinyin the accounts that ``form`` asks for by text and choice; all that one may reset otherwise."""
    role = form.asked("role")
    closed = role == RoleFilter.CLOSED
    listed = search.closed_accounts(school) if closed else resettable_staff(school, standing, today)
    return in_pinyin_order(search.holding(search.matching(listed, form.asked("q")), role, today))


def account_rows(accounts: Sequence[User], school: School, today: dt.date) -> list[AccountRow]:
    """Give each account with its roles of today, and its classes, homeroom first. Four queries."""
    year, day = shown_day(school, today)
    roles: dict[int, dict[str, None]] = {}
    classes: dict[int, dict[str, None]] = {}
    for role in SchoolRole.objects.active_on(today).filter(user__in=accounts).order_by("role"):
        roles.setdefault(role.user_id, {})[str(Role(role.role).label)] = None
    tasks = Staffing.objects.active_on(day).filter(user__in=accounts).select_related("school_class__school")
    for row in tasks.order_by("role", "-school_class__entry_year", "school_class__number"):
        roles.setdefault(row.user_id, {})[str(Role(row.role).label)] = None
        classes.setdefault(row.user_id, {})[row.school_class.name_in(year)] = None
    return [AccountRow(user, tuple(roles.get(user.pk, ())), tuple(classes.get(user.pk, ()))) for user in accounts]


def account_page(user: User, school: School, today: dt.date) -> AccountPage:
    """Give one account with everything it has held, the latest first. Three queries."""
    year, _day = shown_day(school, today)
    tasks = Staffing.objects.filter(user=user).select_related("school_class__school", "subject")
    return AccountPage(
        user=user,
        roles=[(row, "") for row in SchoolRole.objects.filter(user=user).order_by("-starts_on", "role")],
        tasks=[
            (row, row.school_class.name_in(year))
            for row in tasks.order_by("-starts_on", "role", "-school_class__entry_year", "school_class__number")
        ],
        today=today,
    )
