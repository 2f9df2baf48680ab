"""What a password of one's own must be, in sentences that fit teachers and pupils alike."""

from types import SimpleNamespace

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, ngettext

from students.models import User

LEAST, LEAST_OF_PUPILS = 10, 8
# What the library's list, which comes from elsewhere, does not have.
_COMMON = (
    "woaini1314 woaini520 woaini521 wodemima mima123456 nihao123456 zhongguo123 qwer123456 asd123456 "
    "abc123456789 aa123456 aa123456789 a1234567890 qq123456789 zxc123456 woshi123456 wobuzhidao laoshi123 "
    "xuesheng123 woaixuexi haohaoxuexi woaizhongguo"
)
COMMON_HERE = frozenset(_COMMON.split())


def least_length(user: User | None) -> int:
    """Give the least length of a password: eight characters for a pupil, ten for everybody else."""
    return LEAST_OF_PUPILS if user is not None and user.student_id is not None else LEAST


def rules_for(user: User) -> list[str]:
    """Give the rules in words, for the page on which a password is chosen."""
    number = least_length(user)
    return [
        ngettext("At least %(number)d character.", "At least %(number)d characters.", number) % {"number": number},
        _("Letters as well: not digits only."),
        _("Nothing that others know: no name, number, telephone or birthday."),
        _("Not one that many people use."),
    ]


class _Wordless:
    """A rule that says nothing of itself: all of them are told together, by :func:`rules_for`."""

    def get_help_text(self) -> str:
        return ""


class LengthRule(_Wordless):
    def validate(self, password: str, user: User | None = None) -> None:
        number = least_length(user)
        if len(password) < number:
            sentence = ngettext(
                "The password is too short: at least %(number)d character.",
                "The password is too short: at least %(number)d characters.",
                number,
            )
            raise ValidationError(sentence, code="password_too_short", params={"number": number})


class OneselfRule(_Wordless, UserAttributeSimilarityValidator):
    """Django's comparison, with what is known of a pupil beside what is known of an account."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name", "phone", "number", "pinyin", "birthday"))

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None:
            return
        known = SimpleNamespace(_meta=user._meta, username=user.username, name=user.name, phone=user.phone)
        if user.student is not None:
            born = user.student.born_on
            known.number, known.pinyin = user.student.number, user.student.pinyin
            known.birthday = f"{born:%Y%m%d} {born:%y%m%d}" if born else ""
        super().validate(password, known)  # type: ignore[arg-type]  # it only reads attributes

    def get_error_message(self) -> str:
        return _("The password is too close to a name or number that others know. Choose another one.")


class CommonRule(_Wordless, CommonPasswordValidator):
    def validate(self, password: str, user: User | None = None) -> None:
        super().validate(password)
        if password.lower().strip() in COMMON_HERE:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("Many people use this password. Choose another one.")


class DigitsRule(_Wordless, NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("The password is digits only. Use letters as well.")
