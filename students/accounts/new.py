"""How an account of the staff is called and made, whether a file or the administrator brings the person."""

from collections.abc import Container

from students.models import School, User
from students.names.personal import match_key
from students.names.pinyin import full_pinyin, initials, search_text


def staff_key(name: str) -> str:
    """Give what two spellings of a teacher's name have in common, its tag in brackets included."""
    return match_key(one_bracket(name))


def one_bracket(name: str) -> str:
    """Give the name with its tag in narrow brackets: 李静(大)."""
    return name.replace("（", "(").replace("）", ")")


def free_username(name: str, taken: Container[str]) -> str:
    """Give the name's pinyin, with a number where ``taken`` has it: lijing, lijing2. ``name`` comes without a tag."""
    base = next(iter(full_pinyin(name)), "")[:50] or "teacher"
    username, number = base, 1
    while username in taken:
        number += 1
        username = f"{base}{number}"
    return username


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
