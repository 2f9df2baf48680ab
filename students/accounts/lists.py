"""The list of the staff's accounts."""

from django.utils.translation import gettext_lazy as _

from starrating.spreadsheets.columns import Column, FileColumn, PageColumn
from starrating.spreadsheets.resources import ListResource
from students.accounts.forms import SearchForm
from students.accounts.page import AccountRow, account_rows, accounts_asked
from students.asked import Asked, Listed, ListExport
from students.classes.lists import never_in
from students.permits.reach import may_go


class AccountsResource(ListResource):
    """On the page accounts are chosen for new passwords, and of many classes some are shown."""

    title = _("Staff accounts")
    choose = PageColumn(column_name=_("Choose"), template="students/accounts/cells/choose.html")
    name = Column("user__name", _("Name"), heads=True, template="students/accounts/cells/name.html")
    account = Column("user__username", _("Account"))
    roles = Column("roles", _("Roles"))
    classes = FileColumn("classes", _("Classes"))
    shown = PageColumn("shown", _("Classes"))
    last_login = Column(column_name=_("Last signed in"))

    def dehydrate_last_login(self, row: AccountRow) -> object:
        return row.user.last_login or never_in(row.user)


def accounts(asked: Asked) -> Listed:
    form = SearchForm(asked.params, closed=may_go(asked.standing, "students:change_details"))
    found = accounts_asked(form, asked.school, asked.standing, asked.today)
    return Listed(AccountsResource(), account_rows(found, asked.school, asked.today))


LISTS = (ListExport("accounts", "students:accounts", accounts),)
