"""Accounts of the staff, made and changed: by hand, and by the import of the staff."""

import datetime as dt
from collections.abc import Container

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused, demand_length
from students.accounts.passwords import close
from students.models import School, User
from students.names.personal import NameNote, match_key, normalise_name
from students.names.pinyin import full_pinyin, initials, search_text
from students.permits.reach import looks_after
from students.permits.roles import Role, standing_of
from students.permits.school_roles import demand_administrator, demand_another_administrator

LONGEST_NAME = 60


@transaction.atomic
def add_account(school: School, name: str, *, username: str = "", phone: str = "", by: User, at: dt.datetime) -> User:
    """Make an account that cannot sign in before a one-time password; its name is the person's pinyin unless said.

    Raises :class:`Refused` unless ``by`` is an administrator of the school, for a name that another account of the
    school has (a namesake needs a tag: 李静(大)), and for an account name that is taken or cannot be typed.
    """
    school = demand_administrator(by, school, at, "students:add_account")
    name = _clean_name(name)
    _demand_new_name(school, name)
    taken = set(User.objects.values_list("username", flat=True))
    user = new_account(school, name, username.strip() or free_username(without_tag(name), taken))
    user.phone = phone.strip()
    _demand_free_username(user.username, taken)
    user.save(force_insert=True)
    new = {"username": user.username, "name": user.name, "phone": user.phone}
    audit.record("account.added", user, by=by, at=at, school_id=school.pk, new=new)
    return user


@transaction.atomic
def change_details(user: User, *, name: str, phone: str, by: User, at: dt.datetime) -> User:
    """Name and telephone number; the account keeps the name it signs in with. Nothing changed: nothing is written.

    Everybody keeps the own number; names, and the numbers of others, are for the administrator and for whoever looks
    after the installation, else :class:`Refused`.
    """
    seen = User.objects.get(pk=user.pk)
    if (by.pk != seen.pk or name != seen.name) and not looks_after(by, seen.school_id):
        demand_administrator(by, seen.school, at, "students:change_details")
    found = lock(User.objects.all()).get(pk=user.pk)
    name = found.name if name == seen.name else _clean_name(name)
    if name != found.name and found.school is not None:
        _demand_new_name(found.school, name, but=found)
    old = {"name": found.name, "phone": found.phone}
    new = {"name": name, "phone": phone.strip()}
    if new == old:
        return found
    found.name, found.phone, found.initials = new["name"], new["phone"], staff_initials(name)
    found.save(update_fields=["name", "phone", "initials"])
    audit.record("account.changed", found, by=by, at=at, school_id=found.school_id, old=old, new=new)
    return found


@transaction.atomic
def deactivate(user: User, *, by: User, at: dt.datetime) -> None:
    """Close an account: its sessions end and its password goes, so that it opens again only with a new slip.

    Roles and tasks keep their dates. Raises :class:`Refused` for the last administrator, and when closed already.
    """
    school = demand_administrator(by, user.school, at, "students:deactivate")
    found = _locked(user)
    if not found.is_active:
        raise Refused(_("This account is deactivated already. Load the page again."), code="twice")
    day = timezone.localdate(at)
    if Role.ADMINISTRATOR in standing_of(found, day).school_roles:
        demand_another_administrator(found, school, day)
    close([found], by=by, at=at)


@transaction.atomic
def reactivate(user: User, *, by: User, at: dt.datetime) -> None:
    """Open a closed account; its person comes in with a new one-time password. Refused when it is open."""
    school = demand_administrator(by, user.school, at, "students:reactivate")
    found = _locked(user)
    if found.is_active:
        raise Refused(_("This account is active already. Load the page again."), code="twice")
    found.is_active = True
    found.save(update_fields=["is_active"])
    audit.record("account.reactivated", found, by=by, at=at, school_id=school.pk)


def _locked(user: User) -> User:
    found = lock(User.objects.all()).get(pk=user.pk)
    if found.student_id is not None:
        raise Refused(
            _("This is not an account of the school's staff. Choose somebody on the staff."), code="not_staff"
        )
    return found


def _clean_name(name: str) -> str:
    clean = normalise_name(name)
    name = one_bracket(clean.name)
    if not without_tag(name) or NameNote.DIRECTION in clean.notes:
        raise Refused(_("Give the person's name."), code="name")
    return demand_length(name, LONGEST_NAME, code="name")


def _demand_new_name(school: School, name: str, *, but: User | None = None) -> None:
    # Files and typing boxes find teachers by name: two of one name could never be told apart.
    staff = User.objects.filter(school=school, student__isnull=True)
    for user in staff.exclude(pk=but.pk) if but else staff:
        if staff_key(user.name) == staff_key(name):
            sentence = _(
                "%(name)s has an account already: %(account)s. Mark a namesake in brackets, such as %(tagged)s."
            )
            values = {"name": name, "account": user.username, "tagged": f"{without_tag(name)}(大)"}
            raise Refused(sentence % values, code="twice")


def _demand_free_username(username: str, taken: set[str]) -> None:
    if username.casefold() in {name.casefold() for name in taken}:
        raise Refused(_("Another account has this name. Choose another name."), code="username")
    try:
        User._meta.get_field("username").run_validators(username)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="username") from error


def staff_key(name: str) -> str:
    """Give what two spellings of a teacher's name have in common, its tag in brackets included."""
    return match_key(one_bracket(name))


def one_bracket(name: str) -> str:
    """Give the name with its tag in narrow brackets: 李静(大)."""
    return name.replace("（", "(").replace("）", ")")


def free_username(name: str, taken: Container[str]) -> str:
    """Give the name's pinyin, with a number where ``taken`` has it: lijing, lijing2. ``name`` comes without a tag."""
    return free_name(next(iter(full_pinyin(name)), "")[:50] or "teacher", taken)


def free_name(base: str, taken: Container[str], mark: str = "") -> str:
    """Give ``base``, with ``mark`` and a number behind it where ``taken`` has it."""
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}{mark}{number}"
    return name


def staff_initials(name: str) -> str:
    """Give all readings' first letters of a name, as they are stored for search; a tag does not count."""
    return search_text(initials(without_tag(name)), 80)


def without_tag(name: str) -> str:
    return one_bracket(name).partition("(")[0].strip()


def new_account(school: School, name: str, username: str) -> User:
    """Give an unsaved account that cannot sign in until a one-time password is issued."""
    user = User(school=school, username=username, name=name, must_change_password=True)
    user.initials = staff_initials(name)
    user.set_unusable_password()
    return user
