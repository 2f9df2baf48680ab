"""Which teacher is meant: a name, initials or an account's name, typed by the administrator."""

from students.accounts.passwords import staff_accounts
from students.accounts.staff import one_bracket, without_tag
from students.models import School, User
from students.names.people import Found, Person, Resolution, Roster
from students.names.pinyin import full_pinyin


def teacher_meant(school: School, typed: str) -> Resolution:
    """Find one of the active accounts of the staff, several to choose from, or nobody.

    ``number`` is the account's name; a name in brackets may be a tag or an account, as in files: 李静(大),
    李静(lijing2).
    """
    people = [_person(user) for user in staff_accounts(school)]
    token = one_bracket(typed.strip())
    name, _bracket, inside = token.rstrip(")").partition("(")
    for person in people:
        by_account = person.number == token.lower()
        by_both = person.number == inside.lower() and without_tag(person.name) == name.strip()
        if by_account or by_both:
            return Found(person)
    return Roster(people).resolve(token)


def _person(user: User) -> Person:
    readings = " ".join(full_pinyin(without_tag(user.name)))
    return Person(user.pk, user.username, user.name, None, readings, user.initials)
